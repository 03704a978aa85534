using EcoprodPlatform.MemberSpace.Contracts;

namespace EcoprodPlatform.Projects.Reactions;

/// <summary>A structure took its tag off a project: the project lets it go, unless its creator has tagged it again since (T10).</summary>
internal sealed class OnStructureDetached(EventStore<ProjectsModule> store) : IReaction<StructureDetachedV1>
{
    public async Task ReactAsync(StructureDetachedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var project = await store.LoadAsync<Project>(message.ProjectId, ct);
        work.Append(project, project.State.Detach(new TagId(message.TagId), new PersonId(message.DetachedBy), message.ProjectVersion));
    }
}
