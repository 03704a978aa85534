namespace EcoprodPlatform.Footprint.Access;

/// <summary>A project as Footprint knows it, seen by one of its people.</summary>
/// <param name="Collaborators">People on the project besides its owner.</param>
public sealed record ProjectView(
    ProjectId Id,
    string Title,
    bool IsExercise,
    string Currency,
    decimal? Budget,
    int Episodes,
    int? DurationSeconds,
    DateOnly? FinalisedOn,
    int Collaborators,
    ProjectRole Role)
{
    public bool IsClosed => FinalisedOn is not null;

    /// <summary>The caller's part in it lets them change its data.</summary>
    public bool MayEdit => Role is ProjectRole.Owner or ProjectRole.Contributor;

    /// <summary>They may, and the project is still open.</summary>
    public bool CanEditNow => MayEdit && !IsClosed;
}

/// <summary>What somebody may do with a project's data.</summary>
public enum ProjectRole
{
    Reader,
    Contributor,
    Owner,
}
