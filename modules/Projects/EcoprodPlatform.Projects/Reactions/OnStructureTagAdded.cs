using EcoprodPlatform.MemberSpace.Contracts;

namespace EcoprodPlatform.Projects.Reactions;

/// <summary>A structure put another of its own tags on a project that carries one of them (T5).</summary>
internal sealed class OnStructureTagAdded(EventStore<ProjectsModule> store) : IReaction<StructureTagAddedV1>
{
    public async Task ReactAsync(StructureTagAddedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var project = await store.LoadAsync<Project>(message.ProjectId, ct);
        work.Append(project, project.State.AddTag(new TagId(message.TagId), new OrganisationId(message.OrganisationId), new PersonId(message.AddedBy)));
    }
}
