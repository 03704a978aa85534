namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>
/// The result of an assessment after a change: the whole cube, so that a consumer needs only the newest
/// (<paramref name="AssessmentVersion"/> tells which). The three margins of <paramref name="Cells"/> and
/// <paramref name="TotalKg"/> are the same sum (MS-37, CC-15).
/// </summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Kind"><see cref="Provisional"/> or <see cref="Final"/> (T7).</param>
/// <param name="AssessmentVersion">Version of its stream; grows.</param>
/// <param name="TotalKg">Kilograms of CO2e, exact; at most <see cref="GreatestKilograms"/>.</param>
/// <param name="Lines">Number of activity lines behind it; 0 means an empty assessment, not a measured zero.</param>
/// <param name="Cells">The non-empty cells.</param>
/// <param name="MeasuredAt">When the last change was made.</param>
/// <param name="IsFrozen">The project is closed: this result will not change any more (CC-22).</param>
public sealed record AssessmentMeasuredV1(
    Guid EventId,
    Guid ProjectId,
    string Kind,
    long AssessmentVersion,
    decimal TotalKg,
    int Lines,
    ResultCell[] Cells,
    DateTimeOffset MeasuredAt,
    bool IsFrozen)
{
    public const string WireName = "footprint.assessment-measured.v1";

    /// <summary>
    /// No assessment passes this: 2 Mt, more than the whole French sector emits in a year (1.7 Mt). One bound for all who
    /// compute with totals; where a production is entered, nothing near it can be true.
    /// </summary>
    public const decimal GreatestKilograms = 2_000_000_000m;

    public const string Provisional = "provisional";

    public const string Final = "final";
}

/// <summary>One cell of the result cube.</summary>
/// <param name="Department">Code of <see cref="Departments"/>.</param>
/// <param name="Post">Code of <see cref="EmissionPosts"/>.</param>
/// <param name="Phase">Code of <see cref="Phases"/>.</param>
/// <param name="Kg">Kilograms of CO2e, exact.</param>
public sealed record ResultCell(string Department, string Post, string Phase, decimal Kg);
