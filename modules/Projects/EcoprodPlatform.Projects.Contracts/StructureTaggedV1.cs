namespace EcoprodPlatform.Projects.Contracts;

/// <summary>A partner structure was tagged on the project: its member space may now see the project (MS-2, MS-47, MS-52).</summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="ProjectVersion">Version of its stream; the newest of tagged and untagged counts.</param>
/// <param name="TagId">The tag used.</param>
/// <param name="OrganisationId">The structure the tag belongs to.</param>
/// <param name="TaggedBy">The person who tagged.</param>
/// <param name="TaggedAt">When.</param>
/// <param name="AddedBy">The structure's administrator who added it to the tags that the creator had put on (T5); null when the creator tagged.</param>
public sealed record StructureTaggedV1(
    Guid EventId, Guid ProjectId, long ProjectVersion, Guid TagId, Guid OrganisationId, Guid TaggedBy, DateTimeOffset TaggedAt, Guid? AddedBy = null)
{
    public const string WireName = "projects.structure-tagged.v1";
}
