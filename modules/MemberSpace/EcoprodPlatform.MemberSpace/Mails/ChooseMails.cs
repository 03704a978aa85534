namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>An administrator chooses, for themselves and for one space, which mails they receive.</summary>
internal static class ChooseMails
{
    public const string EachTagField = "eachTag";

    public const string WeeklyField = "weekly";

    private const string Address = "/api/member-spaces/{organisation:guid}/notifications";

    public static void Map(Routes to)
    {
        to.Page(Links.Notifications, ShowAsync);
        to.Form(Links.Notifications, PostAsync);
        to.Get(Address, GetAsync, "GetSpaceNotifications");
        to.Put(Address, PutAsync, "ChooseSpaceNotifications");
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, SpaceAccess access, MailChoices choices, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var choice = await choices.OfAsync(organisation, asked.By.Id, ct);
        return Page.Of(new ChooseMailsPage { Space = space, Form = new PageForm().Set(EachTagField, choice.EachTag).Set(WeeklyField, choice.Weekly) });
    }

    private static async Task<IResult> PostAsync(OrganisationId organisation, Asked asked, PageForm form, SpaceAccess access, MailChoices choices, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        var choice = new MailChoice(form.Bool(EachTagField), form.Bool(WeeklyField));
        await choices.SaveAsync(organisation, asked.By, choice, ct);
        return Page.Redirect(Links.Notifications(organisation), choice switch
        {
            { EachTag: false, Weekly: false } => Flash.Done("Enregistré : vous ne recevez plus de mail sur les projets de cet espace.", "Saved: you no longer receive mails about the projects of this space."),
            _ => Flash.Done("Enregistré.", "Saved."),
        });
    }

    /// <summary>Which mails the caller receives about the space.</summary>
    private static async Task<MailChoice> GetAsync(OrganisationId organisation, Asked asked, SpaceAccess access, MailChoices choices, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        return await choices.OfAsync(organisation, asked.By.Id, ct);
    }

    /// <summary>Chooses which mails the caller receives about the space.</summary>
    private static async Task<MailChoice> PutAsync(OrganisationId organisation, Body body, Asked asked, SpaceAccess access, MailChoices choices, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        var choice = new MailChoice(body.EachTag, body.Weekly);
        await choices.SaveAsync(organisation, asked.By, choice, ct);
        return choice;
    }

    internal sealed record Body(bool EachTag, bool Weekly);
}
