namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>The project leaves the structure's space, unless another of its tags is still on it.</summary>
internal sealed class OnStructureUntagged(EventStore<MemberSpaceModule> store, TimeProvider clock) : IReaction<StructureUntaggedV1>
{
    public async Task ReactAsync(StructureUntaggedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var project = await store.LoadAsync<SharedProject>(message.ProjectId, ct);
        work.AppendTelling(project, [.. project.State.Untag(new StructureUntagged(
            message.TagId, message.OrganisationId, message.ProjectVersion, message.UntaggedAt))], clock);
    }
}
