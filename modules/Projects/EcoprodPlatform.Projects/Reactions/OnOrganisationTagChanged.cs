using EcoprodPlatform.MemberSpace.Contracts;

namespace EcoprodPlatform.Projects.Reactions;

/// <summary>Keeps the register of tags that may be put on projects (MS-48, MS-50).</summary>
internal sealed class OnOrganisationTagChanged : IReaction<OrganisationTagChangedV1>
{
    public Task ReactAsync(OrganisationTagChangedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into organisation_tags (
              tag_id, organisation_id, organisation_version, name, organisation_name, is_usable, name_search, search)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (tag_id) do update
            set organisation_id = excluded.organisation_id, organisation_version = excluded.organisation_version, name = excluded.name,
                organisation_name = excluded.organisation_name, is_usable = excluded.is_usable, name_search = excluded.name_search,
                search = excluded.search
            where excluded.organisation_version > organisation_tags.organisation_version
            """,
            message.TagId,
            message.OrganisationId,
            message.OrganisationVersion,
            message.Name,
            message.OrganisationName,
            message.IsUsable,
            Folded.Words(message.Name),
            Folded.Words($"{message.Name} {message.OrganisationName}"));
        return Task.CompletedTask;
    }
}
