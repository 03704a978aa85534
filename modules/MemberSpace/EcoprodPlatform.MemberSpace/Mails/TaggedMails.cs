using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.MemberSpace.Mails;

/// <summary>
/// Tells a structure's administrators that a project was shared with them (MS-52). Which taggings are told is decided by
/// the project's own history (<see cref="SharedProject.ToldSince"/>), so it happens with exactly one event, whether the
/// tag or the description came first; a redelivery appends nothing and therefore mails nothing.
/// </summary>
internal sealed class TaggedMails(ModuleLog<MemberSpaceModule> log, MailRenderer renderer, IdSource ids)
{
    public async Task AppendAsync(UnitOfWork work, EventStream<SharedProject> project, IEnumerable<SharedProjectEvent> events, CancellationToken ct)
    {
        var decided = events.ToList();
        work.Append(project, decided);
        var after = decided.Aggregate(project.State, (state, e) => state.Apply(e));
        foreach (var tagging in after.ToldSince(project.State))
        {
            await TellAsync(work, project.Id, after.Description!, tagging, ct);
        }
    }

    private async Task TellAsync(UnitOfWork work, Guid projectId, ProjectDescribed project, Tagging tagging, CancellationToken ct)
    {
        var readers = await log.ListAsync(
            """
            select p.email, p.first_name, p.last_name, p.language, o.name, t.name, w.first_name, w.last_name
            from administrators a
            join people p on p.person_id = a.person_id and p.email is not null
            join organisations o on o.organisation_id = a.organisation_id and o.space_opened_at is not null
            join tags t on t.tag_id = $2 and t.organisation_id = a.organisation_id
            left join people w on w.person_id = $3
            where a.organisation_id = $1
            """,
            r => new Reader(
                r.GetString(0), $"{r.GetString(1)} {r.GetString(2)}", Languages.Of(r.GetString(3)), r.GetString(4), r.GetString(5),
                r.IsDBNull(6) ? null : $"{r.GetString(6)} {r.GetString(7)}"),
            ct,
            tagging.OrganisationId,
            tagging.TagId,
            project.OwnerId);
        foreach (var reader in readers)
        {
            var mail = await renderer.RenderAsync(reader.Language, new StructureTaggedMail
            {
                OrganisationId = tagging.OrganisationId,
                Organisation = reader.Organisation,
                Tag = reader.Tag,
                ProjectId = projectId,
                Project = project.Title,
                Genre = Terms.Genre(project.EditorialGenre),
                Owner = reader.Owner ?? "",
            });
            work.Mail(ids, $"structure-tagged:{tagging.EventId}", new OutgoingMail(reader.Email, reader.Name, mail.Subject, mail.Html, mail.Text));
        }
    }

    private sealed record Reader(string Email, string Name, System.Globalization.CultureInfo Language, string Organisation, string Tag, string? Owner);
}
