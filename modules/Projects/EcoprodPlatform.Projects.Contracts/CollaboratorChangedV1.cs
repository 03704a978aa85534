namespace EcoprodPlatform.Projects.Contracts;

/// <summary>A person's part in a project: published when they join, change role or leave. The owner is in <see cref="ProjectDescribedV1"/>.</summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="ProjectVersion">Version of its stream; the newest counts.</param>
/// <param name="PersonId">The person.</param>
/// <param name="Role"><c>contributor</c> (edits data), <c>reader</c> (reads), or null: no longer on the project.</param>
public sealed record CollaboratorChangedV1(Guid EventId, Guid ProjectId, long ProjectVersion, Guid PersonId, string? Role)
{
    public const string WireName = "projects.collaborator-changed.v1";

    public const string Contributor = "contributor";

    public const string Reader = "reader";
}
