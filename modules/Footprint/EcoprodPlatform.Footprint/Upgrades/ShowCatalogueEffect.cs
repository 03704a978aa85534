using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.Footprint.Upgrades;

/// <summary>Shows staff what the current catalogue would change in the open assessments, and has it computed again.</summary>
internal static class ShowCatalogueEffect
{
    public static void Map(Routes to)
    {
        to.Staff.Page(FootprintLinks.CatalogueEffect, ShowAsync);
        to.Staff.Form(FootprintLinks.CatalogueEffect, Post);
        to.Staff.Get("/api/catalogue-effect", GetAsync, "GetCatalogueEffect");
        to.Staff.Post("/api/catalogue-effect", Start, "ComputeCatalogueEffect");
    }

    private static async Task<IResult> ShowAsync(PageForm form, FactorCatalogue catalogue, CatalogueEffectReader reader, CancellationToken ct)
        => Page.Of(
            new CatalogueEffectPage { Version = await catalogue.CurrentVersionAsync(ct), Effect = await reader.ReadAsync(ct), IsRunning = reader.IsRunning, Form = form },
            form.Status);

    private static IResult Post(JobTimetable jobs)
    {
        jobs.Run(CatalogueEffect.Job);
        return Page.Redirect(FootprintLinks.CatalogueEffect, Flash.Done("Calcul lancé : rechargez cette page dans quelques secondes.", "Computation started: reload this page in a few seconds."));
    }

    /// <summary>What the current catalogue would change in the open assessments, as it was computed last; nothing (204) before that. For staff.</summary>
    private static async Task<Results<Ok<CatalogueEffectView>, NoContent>> GetAsync(CatalogueEffectReader reader, CancellationToken ct)
        => await reader.ReadAsync(ct) is { } effect ? TypedResults.Ok(effect) : TypedResults.NoContent();

    /// <summary>Has it computed again, beside its timetable; while it is being computed nothing happens. For staff.</summary>
    private static Accepted Start(JobTimetable jobs)
    {
        jobs.Run(CatalogueEffect.Job);
        return TypedResults.Accepted("/api/catalogue-effect");
    }
}

/// <summary>What the catalogue would change in the open assessments together. Kilograms of CO2e, exact.</summary>
/// <param name="CatalogueVersion">The catalogue it was computed for.</param>
/// <param name="ComputedAt">When; what happened since is not in it.</param>
/// <param name="Assessments">Open assessments with lines, scenarios included.</param>
/// <param name="Unchanged">Those whose total stays what it is, to the last digit.</param>
/// <param name="UnderOnePercent">Those whose total changes by less than one percent of what it is.</param>
/// <param name="OneToFivePercent">By one to five percent.</param>
/// <param name="OverFivePercent">By more.</param>
/// <param name="ChangedLines">Lines whose mass changes.</param>
/// <param name="HeldLines">Lines that keep their factor, because the catalogue offers none in its place.</param>
public sealed record CatalogueEffectView(
    int CatalogueVersion,
    DateTimeOffset ComputedAt,
    long Assessments,
    long Unchanged,
    long UnderOnePercent,
    long OneToFivePercent,
    long OverFivePercent,
    long ChangedLines,
    long HeldLines,
    decimal BeforeKgCo2e,
    decimal AfterKgCo2e)
{
    public decimal DifferenceKgCo2e => AfterKgCo2e - BeforeKgCo2e;

    public long Changed => Assessments - Unchanged;
}

/// <summary>Reads what was computed last.</summary>
internal sealed class CatalogueEffectReader(ModuleLog<FootprintModule> log, JobTimetable jobs)
{
    public bool IsRunning => jobs.Read().Any(j => j is { Name: CatalogueEffect.Job, State: JobState.Running });

    /// <summary>Null before the first time.</summary>
    public Task<CatalogueEffectView?> ReadAsync(CancellationToken ct) => log.FindAsync(
        """
        select r.catalogue_version, r.computed_at, count(e.project_id),
          count(*) filter (where e.kg_after = e.kg_before),
          count(*) filter (where e.kg_after <> e.kg_before and abs(e.kg_after - e.kg_before) * 100 < abs(e.kg_before)),
          count(*) filter (where abs(e.kg_after - e.kg_before) * 100 between abs(e.kg_before) and abs(e.kg_before) * 5 and e.kg_after <> e.kg_before),
          count(*) filter (where abs(e.kg_after - e.kg_before) * 100 > abs(e.kg_before) * 5),
          coalesce(sum(e.changed), 0)::bigint, coalesce(sum(e.held), 0)::bigint, coalesce(sum(e.kg_before), 0), coalesce(sum(e.kg_after), 0)
        from catalogue_effect_run r
        left join catalogue_effect e on true
        group by r.catalogue_version, r.computed_at
        """,
        r => new CatalogueEffectView(
            r.GetInt32(0), r.GetFieldValue<DateTimeOffset>(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetDecimal(9), r.GetDecimal(10)),
        ct);
}
