namespace EcoprodPlatform.Projects.Contracts;

/// <summary>The tag was taken off the project: by its creator, or because the structure detached itself (MS-43).</summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="ProjectVersion">Version of its stream; the newest of tagged and untagged counts.</param>
/// <param name="TagId">The tag taken off.</param>
/// <param name="OrganisationId">The structure the tag belongs to.</param>
/// <param name="UntaggedAt">When.</param>
public sealed record StructureUntaggedV1(
    Guid EventId, Guid ProjectId, long ProjectVersion, Guid TagId, Guid OrganisationId, DateTimeOffset UntaggedAt)
{
    public const string WireName = "projects.structure-untagged.v1";
}
