namespace EcoprodPlatform.MemberSpace.Contracts;

/// <summary>A structure detached one of its tags from a project, for good unless its creator tags it again (MS-43, MS-57, T10).</summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="TagId">The tag.</param>
/// <param name="DetachedBy">The administrator who did it.</param>
/// <param name="ProjectVersion">Version of the project's stream at which the tag had been put on; a later tagging stays.</param>
public sealed record StructureDetachedV1(Guid EventId, Guid ProjectId, Guid TagId, Guid DetachedBy, long ProjectVersion)
{
    public const string WireName = "member-space.structure-detached.v1";
}
