namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>
/// The lines of an assessment that one change touched, as they count since, and those that count no more. Of each line the newest
/// (<paramref name="AssessmentVersion"/>) counts; whoever took all of them in any order holds the assessment line by line. Sent beside
/// <see cref="AssessmentMeasuredV1"/>, whose sums need no line. Neither comments nor evidence: they are the team's.
/// </summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Kind"><see cref="AssessmentMeasuredV1.Provisional"/> or <see cref="AssessmentMeasuredV1.Final"/>.</param>
/// <param name="AssessmentVersion">Version of its stream; grows.</param>
/// <param name="Lines">Lines that came, changed or were taken up again; often empty.</param>
/// <param name="Gone">Ids of lines that were removed or set aside.</param>
public sealed record AssessmentLinesV1(Guid EventId, Guid ProjectId, string Kind, long AssessmentVersion, AssessmentLine[] Lines, Guid[] Gone)
{
    public const string WireName = "footprint.assessment-lines.v1";
}

/// <summary>One activity line with what opens its figure: quantity × factor = kilograms.</summary>
/// <param name="Place">Sorts the lines of an assessment in the order they were entered.</param>
/// <param name="Department">Code of <see cref="Departments"/>.</param>
/// <param name="Post">Code of <see cref="EmissionPosts"/>.</param>
/// <param name="Phase">Code of <see cref="Phases"/>.</param>
/// <param name="Label">What the team calls it; null when it calls it nothing.</param>
/// <param name="Quantity">In the factor's unit.</param>
/// <param name="Kg">Kilograms of CO2e, exact.</param>
/// <param name="DataStatus"><c>measured</c>, <c>calculated</c>, <c>estimated</c>, <c>monetary</c>; null: not said.</param>
/// <param name="Question">Code of the question it answers; null for a line that was entered as one.</param>
public sealed record AssessmentLine(
    Guid Id, long Place, string Department, string Post, string Phase, string? Label, decimal Quantity, decimal Kg, string? DataStatus, string? Question, AssessmentFactor Factor);

/// <summary>The factor of a line, as it was when the line was entered, in words that need no catalogue.</summary>
/// <param name="Code">Its code in the catalogue, or a project's own.</param>
/// <param name="Version">Of the catalogue, or of a project's own factor.</param>
/// <param name="Value">Kilograms of CO2e for one <paramref name="Unit"/>.</param>
/// <param name="Unit">Code of what the quantity is counted in (<c>passenger.km</c>).</param>
/// <param name="Year">The year it holds for, where the source says one.</param>
/// <param name="Name">Its name; the code where the catalogue of that version has none any more.</param>
/// <param name="UnitName">The unit in words ("passager.km").</param>
/// <param name="Source">Who publishes it, and where it stands there; empty where that is not known.</param>
/// <param name="Place">The place it holds for; empty where that is not known.</param>
/// <param name="Perimeter">What it counts; empty where that is not known.</param>
public sealed record AssessmentFactor(
    string Code, int Version, decimal Value, string Unit, int? Year, TextInBoth Name, TextInBoth UnitName, TextInBoth Source, TextInBoth Place, TextInBoth Perimeter)
{
    /// <summary>The unit of several, where it is a word that has a plural ("nuits"); null elsewhere.</summary>
    public TextInBoth? UnitNames { get; init; }
}

/// <summary>The same in both languages.</summary>
public sealed record TextInBoth(string Fr, string En);
