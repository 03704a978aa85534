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

    private const string Facets = $"select {SumCounts} from space_sums where organisation_id = $1 and basis = 'effective' group by genre, tags having sum(projects) > 0";

    private const string SumCounts = "genre, tags, sum(projects)::bigint, (coalesce(sum(projects) filter (where is_closed), 0))::bigint, sum(with_provisional)::bigint, sum(with_final)::bigint";

    /// <summary>Whatever the filters: what could not be taken in may be what they go by.</summary>
    private const string BeingRepaired = """
        select count(distinct s.project_id) from dead_letters letter cross join unnest(letter.things) as thing(id)
        join space_projects s on s.project_id = thing.id and s.organisation_id = $1 and s.basis = 'effective'
        """;

    private const string Undated = "select coalesce(sum(projects), 0)::bigint from space_sums where " + SpaceFilter.WhereSums + " and not is_closed";

    private static readonly string UndatedOfProjects = $"select count(*) from space_projects where {SpaceFilter.Where} and not is_closed";

    /// <summary>Everything that adds up, from the sums that the projection keeps; grouped by tags too, so that without filters it answers for the facets as well.</summary>
    private static readonly string Summary = $"""
        select {SumCounts}, (coalesce(sum(projects) filter (where is_measured), 0))::bigint, sum(total_ug),
          sum(euro_projects)::bigint, sum(euro_ug), sum(euros), sum(minute_projects)::bigint, sum(minute_ug), sum(minutes), sum(other_currency)::bigint,
          array[{string.Join(", ", Slots.Columns.Select(c => $"sum({c})"))}]
        from space_sums where {SpaceFilter.WhereSums}
        group by genre, tags having sum(projects) > 0
        """;

    /// <summary>The same from the projects themselves: a period, a post or a department cuts through the sums.</summary>
    private static readonly string SummaryOfProjects = $"""
        select genre, tags, count(*), count(*) filter (where is_closed), count(*) filter (where has_provisional), count(*) filter (where has_final),
          count(total_ug), sum(total_ug),
          count(ug_per_euro), sum(total_ug) filter (where budget_eur is not null), sum(budget_eur) filter (where total_ug is not null),
          count(ug_per_minute), sum(total_ug) filter (where minutes is not null), sum(minutes) filter (where total_ug is not null),
          count(*) filter (where total_ug is not null and currency <> 'EUR'),
          array[{string.Join(", ", Slots.Columns.Select(c => $"sum({c})"))}]
        from space_projects where {SpaceFilter.Where}
        group by genre, tags
        """;

    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Dashboard, ShowAsync);
        to.Under(KeyScope.Dashboard.Policy).Get("/api/member-spaces/{organisation:guid}/dashboard", GetAsync, "GetDashboard").Produces<DashboardView>().OpenToKeys(KeyScope.Dashboard);
    }

    public async Task<DashboardView> ReadAsync(SpaceView space, SpaceFilter filter, RankingUnit unit, bool isLeastFirst, CancellationToken ct)
    {
        var value = unit switch { RankingUnit.Euro => "ug_per_euro", RankingUnit.Minute => "ug_per_minute", _ => "total_ug" };
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(filter.CutsThroughSums ? SummaryOfProjects : Summary, filter.Arguments(space.Id)));
        batch.BatchCommands.Add(SqlStatement.Of(
            $"""
            select project_id, title, genre, {value}::numeric as ranked from space_projects where {SpaceFilter.Where} and {value} is not null
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
        batch.BatchCommands.Add(SqlStatement.Of(BeingRepaired, space.Id));
        if (!filter.IsEmpty)
        {
            batch.BatchCommands.Add(SqlStatement.Of(Facets, space.Id));
        }

        if (filter.HasDates)
        {
            var undated = filter.WithoutDates();
            batch.BatchCommands.Add(SqlStatement.Of(undated.CutsThroughSums ? UndatedOfProjects : Undated, undated.Arguments(space.Id)));
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        var parts = await reader.RowsAsync(Sums.Of, ct);
        await reader.NextResultAsync(ct);
        var ranking = await reader.RowsAsync(
            r => new RankedProject(r.GetGuid(0), r.GetString(1), r.GetString(2), Micrograms.ToCo2e(r.GetDecimal(3)).Kilograms), ct);
        await reader.NextResultAsync(ct);
        var missing = await reader.RowsAsync(r => (Reason: r.GetString(0), Project: new NamedProject(r.GetGuid(1), r.GetString(2))), ct);
        await reader.NextResultAsync(ct);
        var repaired = (await reader.RowsAsync(r => r.GetInt64(0), ct))[0];
        var facets = (IReadOnlyList<Facet>)[.. parts.Select(p => p.Facet)];
        if (!filter.IsEmpty)
        {
            await reader.NextResultAsync(ct);
            facets = await reader.RowsAsync(Facet.Of, ct);
        }

        var withoutDate = 0L;
        if (filter.HasDates)
        {
            await reader.NextResultAsync(ct);
            withoutDate = (await reader.RowsAsync(r => r.GetInt64(0), ct))[0];
        }

        var sums = Sums.Add(parts);
        var genres = parts.GroupBy(p => p.Facet.Genre, StringComparer.Ordinal).Select(g => (Genre: g.Key, Sums: Sums.Add(g)));
        return new DashboardView(
            sums.Facet.Projects,
            sums.Measured,
            sums.Facet.Final,
            Kg(sums.Total),
            withoutDate,
            Intensity.Of(sums.EuroProjects, sums.EuroUg, sums.Euros),
            Intensity.Of(sums.MinuteProjects, sums.MinuteUg, sums.Minutes),
            unit,
            isLeastFirst,
            ranking,
            NotRanked(unit, sums, missing),
            [.. genres.OrderByDescending(g => g.Sums.Total).ThenBy(g => g.Genre, StringComparer.Ordinal)
                .Select(g => new GenrePart(g.Genre, g.Sums.Facet.Projects, g.Sums.Measured, Kg(g.Sums.Total), g.Sums.Measured == 0 ? null : Kg(g.Sums.Total) / g.Sums.Measured))],
            Parts(Slots.Departments, sums.Places[Slots.Posts.Count..]),
            Parts(Slots.Posts, sums.Places[..Slots.Posts.Count]),
            Facet.Count(facets),
            repaired);
    }

    /// <summary>What the whole space holds per value of each filter.</summary>
    public async Task<FacetCounts> FacetsAsync(OrganisationId organisationId, CancellationToken ct)
        => Facet.Count(await log.ListAsync(Facets, Facet.Of, ct, organisationId));

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, Dashboard dashboard, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var filter = SpaceFilter.Read(FilterQuery.OfPage(http), space);
        var unit = http.Request.Query["unite"].ToString() switch { "euro" => RankingUnit.Euro, "minute" => RankingUnit.Minute, _ => RankingUnit.Total };
        var view = await dashboard.ReadAsync(space, filter, unit, http.Request.Query["ordre"] == "moins", ct);
        return Page.Of(new DashboardPage { Space = space, Filter = filter, View = view });
    }

    /// <summary>The dashboard's figures, in kilograms of CO2e: the same as on the page.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="unit">What the ranking compares: <c>total</c>, <c>euro</c>, <c>minute</c>.</param>
    /// <param name="order">The <c>most</c> or the <c>least</c> impacting projects.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="dashboard">The query.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<IResult> GetAsync(
        OrganisationId organisation, [AsParameters] FilterQuery filters, SpaceReader reader, SpaceAccess access, Dashboard dashboard, CancellationToken ct, string unit = "total", string order = "most")
    {
        var space = await access.DemandAsync(organisation, reader, ct);
        var filter = SpaceFilter.Read(filters, space).OrThrow();
        return Results.Ok(await dashboard.ReadAsync(space, filter, RankingUnits.Read(unit), RankingUnits.IsLeastFirst(order), ct));
    }

    private static string Reason(RankingUnit unit) => unit switch
    {
        RankingUnit.Euro => $"case when total_ug is null then '{NotComputable.NoAssessment}' when currency <> 'EUR' then '{NotComputable.OtherCurrency}' else '{NotComputable.NoBudget}' end",
        RankingUnit.Minute => $"case when total_ug is null then '{NotComputable.NoAssessment}' else '{NotComputable.NoDuration}' end",
        _ => $"'{NotComputable.NoAssessment}'",
    };

    private static IReadOnlyList<NotComputable> NotRanked(RankingUnit unit, Sums sums, IReadOnlyList<(string Reason, NamedProject Project)> named)
    {
        (string Reason, long Count)[] counts = unit switch
        {
            RankingUnit.Euro =>
            [
                (NotComputable.NoAssessment, sums.Facet.Projects - sums.Measured),
                (NotComputable.OtherCurrency, sums.OtherCurrency),
                (NotComputable.NoBudget, sums.Measured - sums.OtherCurrency - sums.EuroProjects),
            ],
            RankingUnit.Minute => [(NotComputable.NoAssessment, sums.Facet.Projects - sums.Measured), (NotComputable.NoDuration, sums.Measured - sums.MinuteProjects)],
            _ => [(NotComputable.NoAssessment, sums.Facet.Projects - sums.Measured)],
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

    /// <summary>Numbers of projects of one genre with the same tags.</summary>
    private sealed record Facet(string Genre, Guid[] Tags, long Projects, long Closed, long Provisional, long Final)
    {
        public static Facet Of(NpgsqlDataReader r)
            => new(r.GetString(0), r.GetFieldValue<Guid[]>(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5));

        public static FacetCounts Count(IReadOnlyCollection<Facet> all) => new(
            all.Sum(f => f.Projects),
            all.SelectMany(f => f.Tags.Select(t => (Tag: t, f.Projects))).GroupBy(t => t.Tag).ToDictionary(g => g.Key, g => g.Sum(t => t.Projects)),
            all.Sum(f => f.Projects - f.Closed),
            all.Sum(f => f.Closed),
            all.Sum(f => f.Provisional),
            all.Sum(f => f.Final),
            all.GroupBy(f => f.Genre, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(f => f.Projects), StringComparer.Ordinal));
    }

    /// <summary>The sums of one genre with the same tags; those of several are their sum.</summary>
    private sealed record Sums(
        Facet Facet, long Measured, decimal Total, long EuroProjects, decimal EuroUg, decimal Euros,
        long MinuteProjects, decimal MinuteUg, decimal Minutes, long OtherCurrency, decimal[] Places)
    {
        public static Sums Of(NpgsqlDataReader r) => new(
            Facet.Of(r), r.GetInt64(6), Sum(r, 7), r.GetInt64(8), Sum(r, 9), Sum(r, 10),
            r.GetInt64(11), Sum(r, 12), Sum(r, 13), r.GetInt64(14), [.. r.GetFieldValue<decimal?[]>(15).Select(v => v ?? 0)]);

        public static Sums Add(IEnumerable<Sums> several)
        {
            var all = several.ToList();
            return new Sums(
                new Facet("", [], all.Sum(s => s.Facet.Projects), all.Sum(s => s.Facet.Closed), all.Sum(s => s.Facet.Provisional), all.Sum(s => s.Facet.Final)),
                all.Sum(s => s.Measured), all.Sum(s => s.Total),
                all.Sum(s => s.EuroProjects), all.Sum(s => s.EuroUg), all.Sum(s => s.Euros),
                all.Sum(s => s.MinuteProjects), all.Sum(s => s.MinuteUg), all.Sum(s => s.Minutes),
                all.Sum(s => s.OtherCurrency),
                [.. Slots.Columns.Select((_, i) => all.Sum(s => s.Places[i]))]);
        }

        private static decimal Sum(NpgsqlDataReader r, int column) => r.IsDBNull(column) ? 0 : r.GetDecimal(column);
    }
}
