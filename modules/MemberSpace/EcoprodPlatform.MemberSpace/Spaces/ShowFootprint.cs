using System.Text.Json;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>One shared project's footprint, read-only (MS-42): departments × posts, phases, and what the project is.</summary>
internal sealed class ShowFootprint(ModuleLog<MemberSpaceModule> log)
{
    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Project, ShowAsync);
        to.Under(KeyScope.Projects.Policy).Get("/api/member-spaces/{organisation:guid}/projects/{project:guid}", GetAsync, "GetSpaceProject").OpenToKeys(KeyScope.Projects);
    }

    public async Task<FootprintView> ReadAsync(OrganisationId organisationId, ProjectId projectId, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(
            $"""
            select s.project_id, s.title, s.genre, w.first_name || ' ' || w.last_name, s.created_at, s.changed_at,
              s.has_provisional, s.has_final, s.is_closed, s.finalised_on, s.total_ug, s.tags, {DeadLetters.Concern("s.project_id")}, s.touched_at,
              p.currency, p.budget, p.episodes, p.duration_seconds, p.start_date, p.delivery_date, p.production_days, p.lead_country
            from space_projects s
            join projects p on p.project_id = s.project_id
            left join people w on w.person_id = s.owner_id
            where s.organisation_id = $1 and s.basis = 'effective' and s.project_id = $2
            """,
            organisationId,
            projectId));
        batch.BatchCommands.Add(SqlStatement.Of(
            """
            select a.kind, a.total_ug, a.lines, a.measured_at, a.is_frozen, a.cells
            from assessments a where a.project_id = $2 and a.lines > 0
              and exists (select 1 from space_projects s where s.organisation_id = $1 and s.basis = 'effective' and s.project_id = $2)
            order by a.kind
            """,
            organisationId,
            projectId));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var found = await reader.RowsAsync(
            r => new FootprintView(
                ProjectRow.Of(r, "effective", hasPart: false), r.GetString(14), r.ValueOrNull<decimal>(15), r.GetInt32(16), r.ValueOrNull<int>(17),
                r.ValueOrNull<DateOnly>(18), r.ValueOrNull<DateOnly>(19), r.ValueOrNull<int>(20), r.GetString(21), []),
            ct);
        if (found.Count == 0)
        {
            throw SharedProject.Unknown();
        }

        await reader.NextResultAsync(ct);
        var assessments = await reader.RowsAsync(
            r => new AssessmentView(
                r.GetString(0), Micrograms.ToCo2e(r.GetDecimal(1)).Kilograms, r.GetInt32(2), r.GetFieldValue<DateTimeOffset>(3), r.GetBoolean(4),
                JsonSerializer.Deserialize<FootprintCell[]>(r.GetString(5), EventMap.Json)!),
            ct);
        return found[0] with { Assessments = assessments };
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, ProjectId project, Asked asked, string? bilan, SpaceAccess access, ShowFootprint footprint, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var view = await footprint.ReadAsync(organisation, project, ct);
        return Page.Of(new FootprintPage { Space = space, View = view, Shown = view.Find(bilan) });
    }

    /// <summary>One project of the space with its assessments, cell by cell.</summary>
    private static async Task<FootprintView> GetAsync(OrganisationId organisation, ProjectId project, SpaceReader reader, SpaceAccess access, ShowFootprint footprint, CancellationToken ct)
    {
        await access.DemandAsync(organisation, reader, ct);
        return await footprint.ReadAsync(organisation, project, ct);
    }
}

/// <summary>A shared project in detail.</summary>
/// <param name="Assessments">The final one first, then the provisional one; those that exist.</param>
public sealed record FootprintView(
    ProjectRow Project,
    string Currency,
    decimal? Budget,
    int Episodes,
    int? DurationSeconds,
    DateOnly? StartDate,
    DateOnly? DeliveryDate,
    int? ProductionDays,
    string LeadCountry,
    IReadOnlyList<AssessmentView> Assessments)
{
    /// <summary>The assessment of an address; the counted one for any that is not there, null without any.</summary>
    internal AssessmentView? Find(string? kind) => Assessments.FirstOrDefault(a => a.Kind == kind) ?? (Assessments is [var first, ..] ? first : null);
}

/// <summary>One assessment.</summary>
/// <param name="Kind"><c>provisional</c> or <c>final</c>.</param>
/// <param name="Lines">Number of activity lines behind it.</param>
/// <param name="IsFrozen">The project is closed: it will not change any more.</param>
public sealed record AssessmentView(string Kind, decimal TotalKg, int Lines, DateTimeOffset MeasuredAt, bool IsFrozen, IReadOnlyList<FootprintCell> Cells);

/// <summary>One cell of the footprint, in kilograms of CO2e.</summary>
public sealed record FootprintCell(string Department, string Post, string Phase, decimal Kg);
