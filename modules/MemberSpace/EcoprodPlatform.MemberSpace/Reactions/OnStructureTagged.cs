using EcoprodPlatform.MemberSpace.Mails;

namespace EcoprodPlatform.MemberSpace.Reactions;

/// <summary>
/// The project enters the structure's space, and each of its administrators gets one mail (MS-52): row, dashboard and
/// mails in one unit of work.
/// </summary>
internal sealed class OnStructureTagged(EventStore<MemberSpaceModule> store, TaggedMails mails) : IReaction<StructureTaggedV1>
{
    public async Task ReactAsync(StructureTaggedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var project = await store.LoadAsync<SharedProject>(message.ProjectId, ct);
        await mails.AppendAsync(work, project, project.State.Tag(new StructureTagged(
            message.TagId, message.OrganisationId, message.ProjectVersion, message.EventId, message.TaggedBy, message.TaggedAt, message.AddedBy)), ct);
    }
}
