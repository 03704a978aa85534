namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>Which mails somebody receives about a space: the one of MS-52 unless they chose otherwise.</summary>
internal sealed class MailChoices(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log)
{
    public async Task<MailChoice> OfAsync(OrganisationId organisation, PersonId person, CancellationToken ct) => await log.FindAsync(
        "select each_tag, weekly from mail_choices where organisation_id = $1 and person_id = $2",
        r => new MailChoice(r.GetBoolean(0), r.GetBoolean(1)), ct, organisation, person) ?? MailChoice.Unasked;

    public Task SaveAsync(OrganisationId organisation, Actor by, MailChoice choice, CancellationToken ct) => store.Begin(by).Also(
        """
        insert into mail_choices (organisation_id, person_id, each_tag, weekly) values ($1, $2, $3, $4)
        on conflict (organisation_id, person_id) do update set each_tag = excluded.each_tag, weekly = excluded.weekly
        """,
        organisation, by.Id, choice.EachTag, choice.Weekly).SaveAsync(ct);

    /// <summary>A key that ends mails of one kind, kept with the mail that carries it.</summary>
    public static string NewKey(UnitOfWork work, Guid organisation, Guid person, string kind, DateTimeOffset now)
    {
        var key = LinkKey.New();
        work.Also("insert into mail_keys (key_hash, organisation_id, person_id, kind, made_at) values ($1, $2, $3, $4, $5)", LinkKey.Hash(key), organisation, person, kind, now);
        return key;
    }

    /// <summary>What a key ends, and whether it has; 404 for one that never was.</summary>
    public async Task<KeyedMails> OfKeyAsync(string key, CancellationToken ct) => await log.FindAsync(
        """
        select k.organisation_id, k.person_id, k.kind, o.name, case k.kind when 'weekly' then coalesce(n.weekly, false) else coalesce(n.each_tag, true) end
        from mail_keys k
        join organisations o on o.organisation_id = k.organisation_id
        left join mail_choices n on n.organisation_id = k.organisation_id and n.person_id = k.person_id
        where k.key_hash = $1
        """,
        r => new KeyedMails(new OrganisationId(r.GetGuid(0)), new PersonId(r.GetGuid(1)), r.GetString(2), r.GetString(3), r.GetBoolean(4)),
        ct,
        LinkKey.Hash(key)) ?? throw RuleBrokenException.NotFound("notifications.unknown-key", new Text(
            "Ce lien n’existe pas, ou n’est plus valable. Vos choix se règlent dans votre espace, page « Notifications ».",
            "This link does not exist, or is no longer valid. Your choices are made in your space, on the page “Notifications”."));

    /// <summary>Turns mails of one kind off; the other kind stays as it is.</summary>
    public Task EndAsync(KeyedMails mails, CancellationToken ct) => store.Begin(new Actor(mails.PersonId)).Also(
        """
        insert into mail_choices (organisation_id, person_id, each_tag, weekly) values ($1, $2, $3 <> 'each-tag', false)
        on conflict (organisation_id, person_id) do update set
          each_tag = mail_choices.each_tag and $3 <> 'each-tag', weekly = mail_choices.weekly and $3 <> 'weekly'
        """,
        mails.OrganisationId, mails.PersonId, mails.Kind).SaveAsync(ct);
}

/// <summary>What an administrator receives about a space.</summary>
/// <param name="EachTag">One mail per new tag (MS-52).</param>
/// <param name="Weekly">A digest on Monday morning, for a week in which something happened.</param>
public sealed record MailChoice(bool EachTag, bool Weekly)
{
    public static readonly MailChoice Unasked = new(true, false);
}

/// <summary>Mails that a key ends.</summary>
/// <param name="IsOn">They are still sent.</param>
public sealed record KeyedMails(OrganisationId OrganisationId, PersonId PersonId, string Kind, string Organisation, bool IsOn)
{
    public Text Words => Kind == MailKinds.Weekly
        ? new($"le résumé de la semaine de l’espace {Organisation}", $"the weekly digest of the {Organisation} space")
        : new($"un mail par tag de l’espace {Organisation}", $"a mail per tag of the {Organisation} space");
}

/// <summary>Kinds of mails that can be turned off, as they are stored.</summary>
internal static class MailKinds
{
    public const string EachTag = "each-tag";

    public const string Weekly = "weekly";
}
