namespace EcoprodPlatform.Projects.Contracts;

/// <summary>
/// The project's owner deleted it, and nobody else had it: whoever keeps anything of it erases it, and takes nothing older in any more.
/// Nothing of the project is published after it.
/// </summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="ProjectVersion">Version of its stream; the last.</param>
/// <param name="DeletedAt">When.</param>
public sealed record ProjectDeletedV1(Guid EventId, Guid ProjectId, long ProjectVersion, DateTimeOffset DeletedAt)
{
    public const string WireName = "projects.project-deleted.v1";
}
