namespace EcoprodPlatform.Projects;

/// <summary>A project as programs read it. Codes, not names, except where the name says so.</summary>
/// <param name="Version">Version of the project; also the ETag.</param>
/// <param name="Role">What the caller is on it: owner, contributor or reader.</param>
/// <param name="Status">open or closed.</param>
/// <param name="FinalisedOn">Day of closing.</param>
/// <param name="UpdatedAt">Newest change of its data, here or in its assessments (PR-19).</param>
/// <param name="Assessments">Existing assessments, measured.</param>
/// <param name="Total">The final assessment's total, else the provisional one's (T7); null when nothing was measured.</param>
internal sealed record ProjectResource(
    Guid Id,
    long Version,
    string Title,
    string EditorialGenre,
    IReadOnlyList<string> ShootingTypologies,
    string? MainDistribution,
    bool IsExercise,
    string Currency,
    decimal? Budget,
    int Episodes,
    int? DurationSeconds,
    string? ShootingFormat,
    DateOnly? StartDate,
    DateOnly? DeliveryDate,
    int? ProductionDays,
    string LeadCountry,
    IReadOnlyList<string> CoproductionCountries,
    IReadOnlyList<string> ProductionCompanies,
    PersonResource Owner,
    string Role,
    string Status,
    DateOnly? FinalisedOn,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<TagResource> Tags,
    int Collaborators,
    IReadOnlyList<AssessmentResource> Assessments,
    AssessmentResource? Total);

/// <summary>A person; no name once their account is deleted.</summary>
internal sealed record PersonResource(Guid Id, string? Name);

/// <summary>A partner organisation's tag.</summary>
/// <param name="IsUsable">False once its organisation retired it: it stays where it is, nobody can add it.</param>
internal sealed record TagResource(Guid TagId, string Name, Guid OrganisationId, string OrganisationName, bool IsUsable);

/// <summary>The result of one assessment.</summary>
/// <param name="Kind">provisional or final.</param>
/// <param name="TotalKg">Kilograms of CO2e, exact.</param>
internal sealed record AssessmentResource(string Kind, decimal TotalKg, int Lines, DateTimeOffset MeasuredAt);
