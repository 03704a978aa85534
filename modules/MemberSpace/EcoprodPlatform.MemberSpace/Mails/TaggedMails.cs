using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>
/// Tells a structure's administrators that a project was shared with them (MS-52). Which taggings are told is decided by
/// the project's own history (<see cref="SharedProject.ToldSince"/>), so it happens with exactly one event, whether the
/// tag or the description came first; a redelivery appends nothing and therefore mails nothing. Whoever was told of
/// <see cref="TaggedMailSettings.PerHour"/> taggings of one hour gets the rest of them in one (<see cref="GatheredTaggings"/>).
/// </summary>
internal sealed class TaggedMails(ModuleLog<MemberSpaceModule> log, MailRenderer renderer, IdSource ids, TimeProvider clock, TaggedMailSettings settings)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public async Task AppendAsync(UnitOfWork work, EventStream<SharedProject> project, IEnumerable<SharedProjectEvent> events, CancellationToken ct)
    {
        var decided = events.ToList();
        work.AppendTelling(project, decided, clock);
        var after = decided.Aggregate(project.State, (state, e) => state.Apply(e));
        foreach (var (tagging, telling) in after.ToldSince(project.State))
        {
            await TellAsync(work, project.Id, after.Description!, tagging, telling, ct);
        }
    }

    private async Task TellAsync(UnitOfWork work, Guid projectId, ProjectDescribed project, Tagging tagging, Telling telling, CancellationToken ct)
    {
        var readers = await log.ListAsync(
            """
            select p.person_id, p.email, p.first_name, p.last_name, p.language, o.name, t.name, w.first_name, w.last_name,
              (select count(*) from told_taggings q where q.person_id = p.person_id and q.tagged_at > $4 and q.tagged_at <= $5)
            from administrators a
            join people p on p.person_id = a.person_id and p.email is not null
            join organisations o on o.organisation_id = a.organisation_id and o.space_opened_at is not null
            join tags t on t.tag_id = $2 and t.organisation_id = a.organisation_id
            left join people w on w.person_id = $3
            left join mail_choices n on n.organisation_id = a.organisation_id and n.person_id = a.person_id
            where a.organisation_id = $1 and coalesce(n.each_tag, true)
            """,
            r => new Reader(
                r.GetGuid(0), r.GetString(1), $"{r.GetString(2)} {r.GetString(3)}", Languages.Of(r.GetString(4)), r.GetString(5), r.GetString(6),
                r.IsDBNull(7) ? null : $"{r.GetString(7)} {r.GetString(8)}", r.GetInt64(9)),
            ct,
            tagging.OrganisationId,
            tagging.TagId,
            project.OwnerId,
            tagging.TaggedAt - Hour,
            tagging.TaggedAt);
        foreach (var reader in readers)
        {
            if (reader.Told >= settings.PerHour)
            {
                work.Also(
                    "insert into gathered_taggings (person_id, event_id, organisation_id, project_id, tag_id, gathered_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                    reader.Id, tagging.EventId, tagging.OrganisationId, projectId, tagging.TagId, clock.GetUtcNow());
                continue;
            }

            work.Also("insert into told_taggings (person_id, event_id, tagged_at) values ($1, $2, $3) on conflict do nothing", reader.Id, tagging.EventId, tagging.TaggedAt);
            var mail = await renderer.RenderAsync(reader.Language, new StructureTaggedMail
            {
                Key = MailChoices.NewKey(work, tagging.OrganisationId, reader.Id, MailKinds.EachTag, clock.GetUtcNow()),
                Telling = telling,
                OrganisationId = tagging.OrganisationId,
                Organisation = reader.Organisation,
                Tag = reader.Tag,
                ProjectId = projectId,
                Project = Quoted.Of(project.Title),
                Genre = Terms.Genre(project.EditorialGenre),
                Owner = Quoted.Of(reader.Owner ?? ""),
            });
            work.Mail(ids, $"structure-tagged:{tagging.EventId}", new OutgoingMail(reader.Email, reader.Name, mail.Subject, mail.Html, mail.Text) { Unsubscribe = mail.Unsubscribe });
        }
    }

    private sealed record Reader(
        Guid Id, string Email, string Name, System.Globalization.CultureInfo Language, string Organisation, string Tag, string? Owner, long Told);
}

/// <summary>How many taggings an administrator is told of one by one.</summary>
/// <param name="PerHour">Mails in an hour (<c>MemberSpace:TaggedMailsPerHour</c>, 30 unless told); what is above comes in one mail.</param>
internal sealed record TaggedMailSettings(int PerHour);
