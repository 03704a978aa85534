using System.Globalization;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>
/// The week before, from Monday to Sunday in Paris, for those who chose the digest: projects tagged, closed, updated. Once per person, space and
/// week: the week is written down in the mail's own transaction, also where there was nothing to say. A run that comes late tells the same week.
/// </summary>
internal sealed class WeeklyDigests(EventStore<MemberSpaceModule> store, ModuleLog<MemberSpaceModule> log, MailRenderer renderer, IdSource ids, TimeProvider clock) : IJob
{
    /// <summary>A mail is read again, and its link pressed, long after; not for ever.</summary>
    private static readonly TimeSpan KeysKept = TimeSpan.FromDays(366);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var week = MondayOf(Format.Day(now)).AddDays(-7);
        var readers = await log.ListAsync(
            """
            select n.organisation_id, n.person_id, o.name, p.email, p.first_name || ' ' || p.last_name, p.language
            from mail_choices n
            join administrators a on a.organisation_id = n.organisation_id and a.person_id = n.person_id
            join people p on p.person_id = n.person_id and p.email is not null
            join organisations o on o.organisation_id = n.organisation_id and o.space_opened_at is not null
            where n.weekly and (n.told_week is null or n.told_week < $1)
            order by n.organisation_id
            """,
            r => new Reader(r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), Languages.Of(r.GetString(5))),
            ct,
            week);
        foreach (var space in readers.GroupBy(r => r.OrganisationId))
        {
            var news = await NewsAsync(space.Key, week, ct);
            foreach (var reader in space)
            {
                await TellAsync(reader, week, news, now, ct);
            }
        }

        await store.Begin(Actor.System).Also("delete from mail_keys where made_at < $1", now - KeysKept).SaveAsync(ct);
    }

    private async Task TellAsync(Reader reader, DateOnly week, IReadOnlyList<ProjectNews> news, DateTimeOffset now, CancellationToken ct)
    {
        var work = store.Begin(Actor.System)
            .Also("update mail_choices set told_week = $3 where organisation_id = $1 and person_id = $2", reader.OrganisationId, reader.PersonId, week);
        if (news.Count > 0)
        {
            var mail = await renderer.RenderAsync(reader.Language, new WeeklyDigestMail
            {
                OrganisationId = reader.OrganisationId,
                Organisation = Quoted.Of(reader.Organisation),
                Week = week,
                News = news,
                Key = MailChoices.NewKey(work, reader.OrganisationId, reader.PersonId, MailKinds.Weekly, now),
            });
            work.Mail(
                ids,
                string.Create(CultureInfo.InvariantCulture, $"weekly-digest:{reader.OrganisationId}:{reader.PersonId}:{week:yyyy-MM-dd}"),
                new OutgoingMail(reader.Email, reader.Name, mail.Subject, mail.Html, mail.Text) { Unsubscribe = mail.Unsubscribe });
        }

        await work.SaveAsync(ct);
    }

    /// <summary>What happened to the projects that the structure sees today: who was detached meanwhile is not told of (MS-44).</summary>
    private Task<IReadOnlyList<ProjectNews>> NewsAsync(Guid organisation, DateOnly week, CancellationToken ct) => log.ListAsync(
        """
        select s.project_id, s.title, s.total_ug, t.is_tagged, coalesce(s.finalised_on between $4 and $5, false)
        from space_projects s
        cross join lateral (
          select exists (
            select from mt_events e
            where e.stream_id = s.project_id and e.type = 'structure-tagged.v1' and e.timestamp >= $2 and e.timestamp < $3
              and (e.data ->> 'organisationId')::uuid = $1) as is_tagged
        ) t
        where s.organisation_id = $1 and s.basis = 'effective' and s.touched_at >= $2
          and (t.is_tagged or s.changed_at >= $2 and s.changed_at < $3 or s.finalised_on between $4 and $5)
        order by s.folded_title, s.project_id
        """,
        r => new ProjectNews(r.GetGuid(0), r.GetString(1), r.ValueOrNull<decimal>(2) is { } mass ? Micrograms.ToCo2e(mass) : null, r.GetBoolean(3), r.GetBoolean(4)),
        ct,
        organisation,
        Format.Start(week).ToUniversalTime(),
        Format.Start(week.AddDays(7)).ToUniversalTime(),
        week,
        week.AddDays(6));

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private sealed record Reader(Guid OrganisationId, Guid PersonId, string Organisation, string Email, string Name, CultureInfo Language);
}

/// <summary>A project of which the week has news: tagged, closed, or else updated.</summary>
/// <param name="Total">Of the assessment that counts; null without one.</param>
public sealed record ProjectNews(Guid Id, string Title, Co2e? Total, bool IsTagged, bool IsClosed)
{
    public bool IsUpdated => !IsTagged && !IsClosed;
}
