namespace EcoprodPlatform.Footprint.Access;

/// <summary>A project as Footprint knows it, seen by one of its people.</summary>
/// <param name="Collaborators">People on the project besides its owner.</param>
/// <param name="IsBeingRepaired">What was told of it could not be taken in: what is shown may be what was before.</param>
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
    string Role,
    bool IsBeingRepaired)
{
    public bool IsClosed => FinalisedOn is not null;

    /// <summary>The caller may do this now.</summary>
    public bool May(DataAct act) => DataLife.Table.May(act, Role, State);

    internal DataState State => IsClosed ? DataState.Frozen : DataState.Open;
}
