namespace EcoprodPlatform.Projects.Contracts;

/// <summary>
/// A project as it is now: published when it is opened, configured, closed. Whole state, so that a consumer needs only
/// the newest (<paramref name="ProjectVersion"/> tells which).
/// </summary>
/// <param name="EventId">Id of the event; the message id.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="ProjectVersion">Version of its stream; grows.</param>
/// <param name="OwnerId">The person who created it (MS-40, MS-56); name and address come from Accounts.</param>
/// <param name="Title">PR-2.</param>
/// <param name="EditorialGenre">Code of <see cref="EditorialGenres"/> (PR-3).</param>
/// <param name="ShootingTypologies">Codes of <see cref="ShootingTypologies"/> (PR-4).</param>
/// <param name="MainDistribution">Code of <see cref="DistributionModes"/>; descriptive only (PR-5, T12).</param>
/// <param name="IsExercise">Exercises never enter dashboards, benchmarks, totals (PR-6, T9).</param>
/// <param name="Currency">ISO 4217 (PR-7).</param>
/// <param name="Budget">In <paramref name="Currency"/>; null when not stated (PR-8).</param>
/// <param name="Episodes">At least 1 (PR-9).</param>
/// <param name="DurationSeconds">Duration of one episode; null when not stated (PR-10, T8).</param>
/// <param name="ShootingFormat">Code of <see cref="ShootingFormats"/> (PR-11).</param>
/// <param name="StartDate">PR-12.</param>
/// <param name="DeliveryDate">PR-12; never before the start.</param>
/// <param name="ProductionDays">PR-13.</param>
/// <param name="LeadCountry">ISO 3166-1 alpha-2 (PR-14).</param>
/// <param name="CoProductionCountries">ISO 3166-1 alpha-2 (PR-15).</param>
/// <param name="ProductionCompanies">PR-16.</param>
/// <param name="CreatedAt">When it was opened.</param>
/// <param name="ChangedAt">When it last changed in Projects.</param>
/// <param name="FinalisedOn">Date of closing; null while it is open (PR-20, T6).</param>
public sealed record ProjectDescribedV1(
    Guid EventId,
    Guid ProjectId,
    long ProjectVersion,
    Guid OwnerId,
    string Title,
    string EditorialGenre,
    string[] ShootingTypologies,
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
    string[] CoProductionCountries,
    string[] ProductionCompanies,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateOnly? FinalisedOn)
{
    public const string WireName = "projects.project-described.v1";

    /// <summary>A closed project's data are frozen; only its tags may change (MS-49).</summary>
    public bool IsClosed => FinalisedOn is not null;
}
