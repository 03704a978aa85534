namespace EcoprodPlatform.Projects.Configuration;

/// <summary>
/// A project as programs send it. Codes of lists, or their French or English names ("documentary", "Documentaire
/// unitaire"). Unknown properties are ignored.
/// </summary>
/// <param name="Id">Only to create: a UUID version 7 of the caller's, which makes the call repeatable.</param>
/// <param name="Title">At most 200 characters.</param>
/// <param name="EditorialGenre">Code or name of the genre.</param>
/// <param name="ShootingTypologies">Codes or names.</param>
/// <param name="MainDistribution">Code or name; null when not stated.</param>
/// <param name="IsExercise">Exercises never enter dashboards.</param>
/// <param name="Currency">ISO 4217; EUR when absent.</param>
/// <param name="Budget">0 to 10^12, at most 2 decimals.</param>
/// <param name="Episodes">1 to 10,000; 1 when absent.</param>
/// <param name="DurationSeconds">Of one episode; up to 1,000 hours.</param>
/// <param name="ShootingFormat">Code or name; null when not stated.</param>
/// <param name="StartDate">yyyy-MM-dd.</param>
/// <param name="DeliveryDate">yyyy-MM-dd; not before the start.</param>
/// <param name="ProductionDays">0 to 10,000.</param>
/// <param name="LeadCountry">ISO 3166-1 alpha-2, or name.</param>
/// <param name="CoproductionCountries">ISO 3166-1 alpha-2, or names.</param>
/// <param name="ProductionCompanies">Each at most 200 characters.</param>
internal sealed record ProjectBody(
    Guid? Id,
    string Title,
    string EditorialGenre,
    string[]? ShootingTypologies,
    string? MainDistribution,
    bool? IsExercise,
    string? Currency,
    decimal? Budget,
    int? Episodes,
    int? DurationSeconds,
    string? ShootingFormat,
    DateOnly? StartDate,
    DateOnly? DeliveryDate,
    int? ProductionDays,
    string LeadCountry,
    string[]? CoproductionCountries,
    string[]? ProductionCompanies);
