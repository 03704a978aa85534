using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>The projects that are shared with a structure: the eight columns of MS-39, filtered, sorted, searched, 20 a page.</summary>
internal sealed class ListProjects(ModuleLog<MemberSpaceModule> log)
{
    private const string From = "from space_projects s left join people p on p.person_id = s.owner_id where " + SpaceFilter.Where
        + " and ($9 = '' or position($9 in s.folded_title) > 0 or position($9 in p.folded_name) > 0)";

    /// <summary>Sort keys of the page and what they sort by; ties by title, then id, so that pages never overlap.</summary>
    private static readonly Dictionary<string, string> Sorts = new(StringComparer.Ordinal)
    {
        ["projet"] = "s.folded_title",
        ["proprietaire"] = "p.folded_name",
        ["cree"] = "s.created_at",
        ["maj"] = "s.changed_at",
        ["bilan"] = "s.has_final::int * 2 + s.has_provisional::int",
        ["statut"] = "s.is_closed",
        ["total"] = "s.total_ug",
    };

    /// <summary>The same keys in the API.</summary>
    private static readonly Dictionary<string, string> ApiSorts = new(StringComparer.Ordinal)
    {
        ["title"] = "projet",
        ["owner"] = "proprietaire",
        ["createdAt"] = "cree",
        ["changedAt"] = "maj",
        ["assessment"] = "bilan",
        ["status"] = "statut",
        ["total"] = "total",
    };

    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Projects, ShowAsync);
        to.Get("/api/member-spaces/{organisation:guid}/projects", GetAsync, "ListSpaceProjects").Produces<ProjectList>();
    }

    public async Task<ProjectList> ReadAsync(SpaceView space, SpaceFilter filter, string? search, TableSort sort, Paging paging, CancellationToken ct)
    {
        var folded = Folded.Of(search ?? "");
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of("select count(*), sum(s.total_ug) " + From, [.. filter.Arguments(space.Id), folded]));
        batch.BatchCommands.Add(SqlStatement.Of(
            $"""
            select s.project_id, s.title, s.genre, p.first_name || ' ' || p.last_name, s.created_at, s.changed_at,
              s.has_provisional, s.has_final, s.is_closed, s.finalised_on, s.total_ug, s.tags
            {From}
            order by {Sorts[sort.Key]} {(sort.Descending ? "desc nulls last" : "asc nulls last")}, s.folded_title, s.project_id limit $10 offset $11
            """,
            [.. filter.Arguments(space.Id), folded, paging.Size, paging.Offset]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var sums = (await reader.RowsAsync(r => (Count: r.GetInt64(0), Ug: r.IsDBNull(1) ? 0 : r.GetDecimal(1)), ct))[0];
        await reader.NextResultAsync(ct);
        var basis = filter.Basis;
        var items = await reader.RowsAsync(r => ProjectRow.Of(r, basis), ct);
        return new ProjectList(sums.Count, Micrograms.ToCo2e(sums.Ug).Kilograms, paging.Number, items);
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, ListProjects list, Dashboard dashboard, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var filter = SpaceFilter.Read(FilterQuery.OfPage(http), space);
        var sort = TableSort.Of(http, "-maj", [.. Sorts.Keys]);
        var paging = Paging.Of(http);
        var found = await list.ReadAsync(space, filter, http.Request.Query["q"], sort, paging, ct);
        var facets = await dashboard.FacetsAsync(space.Id, ct);
        return Page.Of(new ProjectListPage { Space = space, Filter = filter, Facets = facets, List = found, Sort = sort, Paging = paging with { Total = (int)found.Total } });
    }

    /// <summary>The projects of the space, 20 a page.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="q">Part of a title or of an owner's name.</param>
    /// <param name="asked">Who asks.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="list">The query.</param>
    /// <param name="ct">Cancellation.</param>
    /// <param name="sort">title, owner, createdAt, changedAt, assessment, status, total; with - before it for descending.</param>
    /// <param name="page">From 1.</param>
    private static async Task<IResult> GetAsync(
        OrganisationId organisation, [AsParameters] FilterQuery filters, string? q, Asked asked, SpaceAccess access, ListProjects list, CancellationToken ct, string sort = "-changedAt", int page = 1)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var filter = SpaceFilter.Read(filters, space).OrThrow();
        var key = ApiSorts.GetValueOrDefault(sort.TrimStart('-')) ?? throw new RuleBrokenException(
            "filter.unknown-value", new Text("Ce tri n’existe pas.", $"sort is one of {string.Join(", ", ApiSorts.Keys)}."), RuleKind.Invalid, "sort");
        return Results.Ok(await list.ReadAsync(space, filter, q, new TableSort(key, sort.StartsWith('-')), new Paging(Math.Clamp(page, 1, 100_000), 0), ct));
    }
}

/// <summary>A page of the projects of a space.</summary>
/// <param name="Total">Number of projects that pass the filters and the search.</param>
/// <param name="TotalKg">Their total, in kilograms of CO2e: the dashboard's, when nothing is searched.</param>
/// <param name="Page">From 1.</param>
public sealed record ProjectList(long Total, decimal TotalKg, int Page, IReadOnlyList<ProjectRow> Items);

/// <summary>One project as a space lists it.</summary>
/// <param name="Owner">First and last name of who created it; null when the account is gone.</param>
/// <param name="Counted">Which assessment the total is of: <c>provisional</c>, <c>final</c>, or null without any.</param>
/// <param name="TotalKg">Kilograms of CO2e; null without an assessment, which is not zero.</param>
/// <param name="Tags">Own tags on the project.</param>
public sealed record ProjectRow(
    Guid Id,
    string Title,
    string Genre,
    string? Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    bool HasProvisional,
    bool HasFinal,
    bool IsClosed,
    DateOnly? FinalisedOn,
    string? Counted,
    decimal? TotalKg,
    IReadOnlyList<Guid> Tags)
{
    internal static ProjectRow Of(NpgsqlDataReader r, string basis)
    {
        var (hasProvisional, hasFinal) = (r.GetBoolean(6), r.GetBoolean(7));
        var counted = basis != "effective" ? basis : hasFinal ? "final" : hasProvisional ? "provisional" : null;
        return new ProjectRow(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.TextOrNull(3), r.GetFieldValue<DateTimeOffset>(4), r.GetFieldValue<DateTimeOffset>(5),
            hasProvisional, hasFinal, r.GetBoolean(8), r.ValueOrNull<DateOnly>(9), counted,
            r.IsDBNull(10) ? null : Micrograms.ToCo2e(r.GetInt64(10)).Kilograms, r.GetFieldValue<Guid[]>(11));
    }
}
