namespace EcoprodPlatform.MemberSpace.Contracts;

/// <summary>
/// One tag of the register of partner structures (MS-48, MS-50): published when it is created, renamed, retired, and
/// when its structure is renamed. The newest (<paramref name="OrganisationVersion"/>) counts.
/// </summary>
/// <param name="EventId">Id of the event; the message id. One event may change several tags: then the id is derived per tag.</param>
/// <param name="TagId">The tag.</param>
/// <param name="OrganisationId">The structure it belongs to.</param>
/// <param name="OrganisationVersion">Version of the structure's stream; grows.</param>
/// <param name="Name">What people see and search.</param>
/// <param name="OrganisationName">Shown beside the tag.</param>
/// <param name="IsUsable">False once retired: it stays on the projects that carry it, nobody can add it any more.</param>
public sealed record OrganisationTagChangedV1(
    Guid EventId, Guid TagId, Guid OrganisationId, long OrganisationVersion, string Name, string OrganisationName, bool IsUsable)
{
    public const string WireName = "member-space.organisation-tag-changed.v1";
}
