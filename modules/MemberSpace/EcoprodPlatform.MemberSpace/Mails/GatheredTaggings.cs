using EcoprodPlatform.Jobs;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>
/// Tells in one mail what was too much to tell one by one: for each reader and structure, once the first has waited an hour. Taken
/// and queued in one transaction, so a run that is cut off tells nothing twice.
/// </summary>
internal sealed class GatheredTaggings(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, MailRenderer renderer, IdSource ids, TimeProvider clock) : IJob
{
    public static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>How long it is remembered who was told: longer than a message may lie about.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Projects that are named; the others are counted.</summary>
    private const int Named = 20;

    public async Task RunAsync(CancellationToken ct)
    {
        var due = await log.ListAsync(
            """
            select g.person_id, g.organisation_id, max(g.gathered_at), (array_agg(g.event_id order by g.gathered_at, g.event_id))[1]
            from gathered_taggings g
            group by g.person_id, g.organisation_id
            having min(g.gathered_at) <= $1
            """,
            r => new Due(r.GetGuid(0), r.GetGuid(1), r.GetFieldValue<DateTimeOffset>(2), r.GetGuid(3)),
            ct,
            clock.GetUtcNow() - Patience);
        foreach (var one in due)
        {
            await TellAsync(one, ct);
        }

        await store.Begin(Actor.System).Also("delete from told_taggings where tagged_at < $1", clock.GetUtcNow() - Kept).SaveAsync(ct);
    }

    private async Task TellAsync(Due due, CancellationToken ct)
    {
        // Who administers the space no longer, wants no such mails or is gone, is told nothing; nor of a project that was detached meanwhile.
        var reader = await log.FindAsync(
            """
            select p.email, p.first_name, p.last_name, p.language, o.name
            from administrators a
            join people p on p.person_id = a.person_id and p.email is not null
            join organisations o on o.organisation_id = a.organisation_id and o.space_opened_at is not null
            left join mail_choices n on n.organisation_id = a.organisation_id and n.person_id = a.person_id
            where a.person_id = $1 and a.organisation_id = $2 and coalesce(n.each_tag, true)
            """,
            r => new Reader(r.GetString(0), $"{r.GetString(1)} {r.GetString(2)}", Languages.Of(r.GetString(3)), r.GetString(4)),
            ct,
            due.PersonId,
            due.OrganisationId);
        var projects = await log.ListAsync(
            """
            select distinct s.project_id, s.title
            from gathered_taggings g
            join space_projects s on s.organisation_id = g.organisation_id and s.project_id = g.project_id and s.basis = 'effective'
            where g.person_id = $1 and g.organisation_id = $2 and g.gathered_at <= $3
            order by s.title, s.project_id
            """,
            r => r.GetString(1),
            ct,
            due.PersonId,
            due.OrganisationId,
            due.Last);
        var work = store.Begin(Actor.System)
            .Also("delete from gathered_taggings where person_id = $1 and organisation_id = $2 and gathered_at <= $3", due.PersonId, due.OrganisationId, due.Last);
        if (reader is not null && projects.Count > 0)
        {
            var mail = await renderer.RenderAsync(reader.Language, new GatheredTaggingsMail
            {
                Key = MailChoices.NewKey(work, due.OrganisationId, due.PersonId, MailKinds.EachTag, clock.GetUtcNow()),
                OrganisationId = due.OrganisationId,
                Organisation = reader.Organisation,
                Names = [.. projects.Take(Named).Select(Quoted.Of)],
                Total = projects.Count,
            });
            work.Mail(ids, $"gathered-taggings:{due.First}", new OutgoingMail(reader.Email, reader.Name, mail.Subject, mail.Html, mail.Text) { Unsubscribe = mail.Unsubscribe });
        }

        await work.SaveAsync(ct);
    }

    private sealed record Due(Guid PersonId, Guid OrganisationId, DateTimeOffset Last, Guid First);

    private sealed record Reader(string Email, string Name, System.Globalization.CultureInfo Language, string Organisation);
}
