namespace EcoprodPlatform.MemberSpace.Contracts;

/// <summary>
/// A structure that is on a project put another of its own tags on it (MS-45, T5). Projects takes it while the project carries one of the
/// structure's tags, and says so as for any tagging; else nothing happens, for then the structure has lost the project.
/// </summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="TagId">The tag.</param>
/// <param name="OrganisationId">The structure.</param>
/// <param name="AddedBy">The administrator who did it.</param>
public sealed record StructureTagAddedV1(Guid EventId, Guid ProjectId, Guid TagId, Guid OrganisationId, Guid AddedBy)
{
    public const string WireName = "member-space.structure-tag-added.v1";
}
