using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.MemberSpace;

/// <summary>All that leaves MemberSpace: the register of tags that may be used, and detachments. Who administers what stays inside.</summary>
internal static class Publications
{
    public static Messaging.Publications Create() => new Messaging.Publications()
        .Message<OrganisationTagChangedV1>("Tag d’une structure créé, renommé ou fermé", "Organisation’s tag created, renamed or closed")
        .Message<StructureDetachedV1>("Structure détachée d’un projet", "Structure detached from a project")
        .On<TagOpened>((services, stored, e, ct) => TagChangedAsync(services, stored, e.TagId, ct))
        .On<TagRenamed>((services, stored, e, ct) => TagChangedAsync(services, stored, e.TagId, ct))
        .On<TagStructureRenamed>((services, stored, e, ct) => TagChangedAsync(services, stored, e.TagId, ct))
        .On<TagRetired>((services, stored, e, ct) => TagChangedAsync(services, stored, e.TagId, ct))
        .On<TagWithdrawn>((services, stored, e, ct) => TagChangedAsync(services, stored, e.TagId, ct))
        .On<StructureDetached>((stored, e) => new StructureDetachedV1(stored.Id, stored.StreamId, e.TagId, e.DetachedBy, e.SourceVersion));

    /// <summary>The tag and its structure as they were at this event.</summary>
    private static async Task<object?> TagChangedAsync(IServiceProvider services, IEvent stored, Guid tagId, CancellationToken ct)
    {
        var store = services.GetRequiredService<EventStore<MemberSpaceModule>>();
        var organisation = (await store.LoadAsync<Organisation>(stored.StreamId, stored.Version, ct)).State;
        var tag = organisation.Tags[tagId];
        return new OrganisationTagChangedV1(stored.Id, tagId, stored.StreamId, stored.Version, tag.Name, organisation.Name, !tag.IsRetired);
    }
}
