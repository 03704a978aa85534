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
    /// <summary>Code of its editorial genre, which tells the questionnaire.</summary>
    public required string Genre { get; init; }

    /// <summary>Code of the department whose link the caller has; null for everybody on the project.</summary>
    public string? Department { get; init; }

    /// <summary>Where the work is mainly made; null where Footprint has not been told yet.</summary>
    public string? LeadCountry { get; init; }

    /// <summary>The country whose electricity is counted where nothing else is said: France where the lead country is not known.</summary>
    public string Country => LeadCountry ?? "FR";

    public bool IsClosed => FinalisedOn is not null;

    /// <summary>The caller may do this now.</summary>
    public bool May(DataAct act) => DataLife.Table.May(act, Role, State);

    internal DataState State => IsClosed ? DataState.Frozen : DataState.Open;
}
