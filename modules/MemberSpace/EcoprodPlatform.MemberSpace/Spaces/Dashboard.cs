using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.MemberSpace.SharedProjects;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// The structure's dashboard: key figures and four charts over the projects that are shared with it and pass the filters.
/// One round trip; PostgreSQL adds up, the program only draws. Totals are those of the listed, filtered projects (MS-3).
/// </summary>
internal sealed class Dashboard(ModuleLog<MemberSpaceModule> log)
{
    /// <summary>How many projects the first chart ranks (MS-33).</summary>
    private const int Ranked = 10;

    /// <summary>How many projects are named beside each reason why others cannot be ranked.</summary>
    private const int Named = 5;

    private static readonly string Summary = $"""
        select genre, count(*), count(total_ug), sum(total_ug),
          count(ug_per_euro), sum(total_ug) filter (where budget_eur is not null), sum(budget_eur) filter (where total_ug is not null),
          count(ug_per_minute), sum(total_ug) filter (where minutes is not null), sum(minutes) filter (where total_ug is not null),
          count(*) filter (where total_ug is not null and currency <> 'EUR'),
          count(*) filter (where total_ug is not null and has_final),
          array[{string.Join(", ", Slots.Columns.Select(c => $"sum({c})"))}]
        from space_projects where {SpaceFilter.Where}
        group by genre
        """;

    private const string Facets = """
        select genre, count(*), count(*) filter (where is_closed), count(*) filter (where has_provisional), count(*) filter (where has_final)
        from space_projects where organisation_id = $1 and basis = 'effective' group by genre
        """;

    private const string TagFacets = """
        select tag, count(*) from space_projects, unnest(tags) as tag where organisation_id = $1 and basis = 'effective' group by tag
        """;

    private const string Undated = "select count(*) from space_projects where " + SpaceFilter.WhereUndated + " and $7::date is null and $8::date is null and finalised_on is null";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/espaces/{organisation:guid}", ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/member-spaces").MapGet("/{organisation:guid}/dashboard", GetAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("GetDashboard").Produces<DashboardView>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    public async Task<DashboardView> ReadAsync(SpaceView space, SpaceFilter filter, RankingUnit unit, bool isLeastFirst, CancellationToken ct)
    {
        var value = unit switch { RankingUnit.Euro => "ug_per_euro", RankingUnit.Minute => "ug_per_minute", _ => "total_ug" };
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(Summary, filter.Arguments(space.Id)));
        batch.BatchCommands.Add(SqlStatement.Of(
            $"""
            select project_id, title, genre, {value}::numeric from space_projects where {SpaceFilter.Where} and {value} is not null
            order by {value} {(isLeastFirst ? "asc" : "desc")}, folded_title, project_id limit {Ranked}
            """,
            filter.Arguments(space.Id)));
        batch.BatchCommands.Add(SqlStatement.Of(
            $"""
            select reason, project_id, title from (
              select {Reason(unit)} as reason, project_id, title, row_number() over (partition by {Reason(unit)} order by folded_title, project_id) as n
              from space_projects where {SpaceFilter.Where} and {value} is null
            ) as missing where n <= {Named} order by reason, n
            """,
            filter.Arguments(space.Id)));
        batch.BatchCommands.Add(SqlStatement.Of(Facets, space.Id));
        batch.BatchCommands.Add(SqlStatement.Of(TagFacets, space.Id));
        if (filter.HasDates)
        {
            batch.BatchCommands.Add(SqlStatement.Of(Undated, filter.WithoutDates().Arguments(space.Id)));
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var genres = await reader.RowsAsync(GenreSums.Of, ct);
        await reader.NextResultAsync(ct);
        var ranking = await reader.RowsAsync(
            r => new RankedProject(r.GetGuid(0), r.GetString(1), r.GetString(2), Micrograms.ToCo2e(r.GetDecimal(3)).Kilograms), ct);
        await reader.NextResultAsync(ct);
        var missing = await reader.RowsAsync(r => (Reason: r.GetString(0), Project: new NamedProject(r.GetGuid(1), r.GetString(2))), ct);
        await reader.NextResultAsync(ct);
        var facets = await ReadFacetsAsync(reader, ct);
        var withoutDate = 0L;
        if (filter.HasDates)
        {
            await reader.NextResultAsync(ct);
            withoutDate = (await reader.RowsAsync(r => r.GetInt64(0), ct))[0];
        }

        var sums = GenreSums.Add(genres);
        return new DashboardView(
            sums.Projects,
            sums.Measured,
            sums.Final,
            Kg(sums.Total),
            withoutDate,
            Intensity.Of(sums.EuroProjects, sums.EuroUg, sums.Euros),
            Intensity.Of(sums.MinuteProjects, sums.MinuteUg, sums.Minutes),
            unit,
            isLeastFirst,
            ranking,
            NotRanked(unit, sums, missing),
            [.. genres.OrderByDescending(g => g.Total).ThenBy(g => g.Genre, StringComparer.Ordinal)
                .Select(g => new GenrePart(g.Genre, g.Projects, g.Measured, Kg(g.Total), g.Measured == 0 ? null : Kg(g.Total) / g.Measured))],
            Parts(Slots.Departments, sums.Places[Slots.Posts.Count..]),
            Parts(Slots.Posts, sums.Places[..Slots.Posts.Count]),
            facets);
    }

    /// <summary>What the whole space holds per value of each filter.</summary>
    public async Task<FacetCounts> FacetsAsync(Guid organisationId, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(Facets, organisationId));
        batch.BatchCommands.Add(SqlStatement.Of(TagFacets, organisationId));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await ReadFacetsAsync(reader, ct);
    }

    private static async Task<FacetCounts> ReadFacetsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var genres = await reader.RowsAsync(r => (Genre: r.GetString(0), All: r.GetInt64(1), Closed: r.GetInt64(2), Provisional: r.GetInt64(3), Final: r.GetInt64(4)), ct);
        await reader.NextResultAsync(ct);
        var tags = await reader.RowsAsync(r => (Tag: r.GetGuid(0), Count: r.GetInt64(1)), ct);
        return new FacetCounts(
            genres.Sum(f => f.All),
            tags.ToDictionary(t => t.Tag, t => t.Count),
            genres.Sum(f => f.All - f.Closed),
            genres.Sum(f => f.Closed),
            genres.Sum(f => f.Provisional),
            genres.Sum(f => f.Final),
            genres.ToDictionary(f => f.Genre, f => f.All));
    }

    private static async Task<IResult> ShowAsync(Guid organisation, HttpContext http, SpaceAccess access, Dashboard dashboard, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, http.Actor(), ct);
        var filter = SpaceFilter.Read(FilterQuery.OfPage(http), space);
        var unit = http.Request.Query["unite"].ToString() switch { "euro" => RankingUnit.Euro, "minute" => RankingUnit.Minute, _ => RankingUnit.Total };
        var view = await dashboard.ReadAsync(space, filter, unit, http.Request.Query["ordre"] == "moins", ct);
        return Page.Of<DashboardPage>(new { Space = space, Filter = filter, View = view });
    }

    /// <summary>The dashboard's figures, in kilograms of CO2e: the same as on the page.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="unit">What the ranking compares: <c>total</c>, <c>euro</c>, <c>minute</c>.</param>
    /// <param name="order">The <c>most</c> or the <c>least</c> impacting projects.</param>
    /// <param name="http">The request.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="dashboard">The query.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<IResult> GetAsync(
        Guid organisation, [AsParameters] FilterQuery filters, HttpContext http, SpaceAccess access, Dashboard dashboard, CancellationToken ct, string unit = "total", string order = "most")
    {
        var space = await access.DemandAsync(organisation, http.Actor(), ct);
        var filter = SpaceFilter.Read(filters, space).OrThrow();
        return Results.Ok(await dashboard.ReadAsync(space, filter, RankingUnits.Read(unit), RankingUnits.IsLeastFirst(order), ct));
    }

    private static string Reason(RankingUnit unit) => unit switch
    {
        RankingUnit.Euro => $"case when total_ug is null then '{NotComputable.NoAssessment}' when currency <> 'EUR' then '{NotComputable.OtherCurrency}' else '{NotComputable.NoBudget}' end",
        RankingUnit.Minute => $"case when total_ug is null then '{NotComputable.NoAssessment}' else '{NotComputable.NoDuration}' end",
        _ => $"'{NotComputable.NoAssessment}'",
    };

    private static IReadOnlyList<NotComputable> NotRanked(RankingUnit unit, GenreSums sums, List<(string Reason, NamedProject Project)> named)
    {
        (string Reason, long Count)[] counts = unit switch
        {
            RankingUnit.Euro =>
            [
                (NotComputable.NoAssessment, sums.Projects - sums.Measured),
                (NotComputable.OtherCurrency, sums.OtherCurrency),
                (NotComputable.NoBudget, sums.Measured - sums.OtherCurrency - sums.EuroProjects),
            ],
            RankingUnit.Minute => [(NotComputable.NoAssessment, sums.Projects - sums.Measured), (NotComputable.NoDuration, sums.Measured - sums.MinuteProjects)],
            _ => [(NotComputable.NoAssessment, sums.Projects - sums.Measured)],
        };
        return [.. counts.Where(c => c.Count > 0).Select(c => new NotComputable(c.Reason, c.Count, [.. named.Where(n => n.Reason == c.Reason).Select(n => n.Project)]))];
    }

    private static IReadOnlyList<Part> Parts(IReadOnlyList<string> codes, decimal[] micrograms)
    {
        var present = codes.Select((code, i) => (Code: code, Kg: Kg(micrograms[i]))).Where(p => p.Kg != 0).OrderByDescending(p => p.Kg).ToList();
        var shares = Shares.Of([.. present.Select(p => p.Kg)]);
        return [.. present.Select((p, i) => new Part(p.Code, p.Kg, shares[i]))];
    }

    private static decimal Kg(decimal micrograms) => Micrograms.ToCo2e(micrograms).Kilograms;

    /// <summary>The sums of one genre; those of all genres are their sum.</summary>
    private sealed record GenreSums(
        string Genre, long Projects, long Measured, decimal Total, long EuroProjects, decimal EuroUg, decimal Euros,
        long MinuteProjects, decimal MinuteUg, decimal Minutes, long OtherCurrency, long Final, decimal[] Places)
    {
        public static GenreSums Of(NpgsqlDataReader r) => new(
            r.GetString(0), r.GetInt64(1), r.GetInt64(2), Sum(r, 3), r.GetInt64(4), Sum(r, 5), Sum(r, 6),
            r.GetInt64(7), Sum(r, 8), Sum(r, 9), r.GetInt64(10), r.GetInt64(11), [.. r.GetFieldValue<decimal?[]>(12).Select(v => v ?? 0)]);

        public static GenreSums Add(IReadOnlyList<GenreSums> all) => new(
            "", all.Sum(g => g.Projects), all.Sum(g => g.Measured), all.Sum(g => g.Total),
            all.Sum(g => g.EuroProjects), all.Sum(g => g.EuroUg), all.Sum(g => g.Euros),
            all.Sum(g => g.MinuteProjects), all.Sum(g => g.MinuteUg), all.Sum(g => g.Minutes),
            all.Sum(g => g.OtherCurrency), all.Sum(g => g.Final),
            [.. Slots.Columns.Select((_, i) => all.Sum(g => g.Places[i]))]);

        private static decimal Sum(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? 0 : r.GetDecimal(column);
    }
}
