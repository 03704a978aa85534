namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>What may be asked for a structure, in words for those who ask.</summary>
internal static class RequestRules
{
    /// <summary>
    /// A space is for members whose fee is paid (MS-6, MS-7), and so is a new tag; new administrators are asked for until the days of
    /// grace are over. The end of an access, and of the space, may always be asked for.
    /// </summary>
    public static void Demand(Organisation organisation, string kind, DateOnly today)
    {
        if (!organisation.Exists)
        {
            throw Organisation.Unknown();
        }

        if (kind == RequestKinds.Opening && organisation.HasSpace)
        {
            throw RuleBrokenException.Conflict("space.already-open", new Text(
                $"{organisation.Name} a déjà son espace membre : il n’y en a qu’un par structure. Pour y entrer, demandez à une personne qui l’administre de vous y ajouter.",
                $"{organisation.Name} has its member space already: there is one per structure. To get in, ask one of its administrators to have you added."));
        }

        if (kind != RequestKinds.Opening && !organisation.HasSpace)
        {
            throw RuleBrokenException.Conflict("organisation.space-not-open", new Text($"{organisation.Name} n’a pas d’espace membre.", $"{organisation.Name} has no member space."));
        }

        if (kind is RequestKinds.Opening or RequestKinds.Tags && !organisation.Membership.IsPaidUp(today))
        {
            throw organisation.Membership.IsMember
                ? RuleBrokenException.Conflict("space.fee-not-paid", new Text(
                    $"{organisation.Name} n’est pas à jour de sa cotisation{(organisation.Membership.PaidUntil is { } until ? $" (réglée jusqu’au {Format.Date(until, Languages.French)})" : "")}. {Renew.Fr}",
                    $"The membership fee of {organisation.Name} is not paid{(organisation.Membership.PaidUntil is { } day ? $" (it ran out on {Format.Date(day, Languages.English)})" : "")}. {Renew.En}"))
                : RuleBrokenException.Conflict("space.members-only", new Text(
                    $"Les espaces membres sont réservés aux structures adhérentes d’Ecoprod, et {organisation.Name} n’est pas adhérente. {Join.Fr}",
                    $"Member spaces are for members of Ecoprod, and {organisation.Name} is not a member. {Join.En}"));
        }

        if (kind == RequestKinds.Administrators && organisation.Membership.IsReadOnly(today, organisation.Grace))
        {
            throw RuleBrokenException.Conflict("space.read-only", new Text(
                $"L’espace de {organisation.Name} est en lecture seule, faute de cotisation. {Renew.Fr}", $"The space of {organisation.Name} is read-only: its fee is not paid. {Renew.En}"));
        }
    }

    public static readonly Text Renew = new(
        $"Pour la renouveler, écrivez à {Contact.Address} ; la demande est possible dès que le règlement est enregistré.",
        $"To renew it, write to {Contact.Address}; the request is possible as soon as the payment is recorded.");

    public static readonly Text Join = new(
        $"Pour adhérer, écrivez à {Contact.Address} ; la demande est possible dès que l’adhésion est enregistrée.",
        $"To join, write to {Contact.Address}; the request is possible as soon as the membership is recorded.");
}
