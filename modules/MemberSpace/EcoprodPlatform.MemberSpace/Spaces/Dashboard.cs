using EcoprodPlatform.MemberSpace.Sectors;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// The structure's dashboard: key figures and charts over the projects that are shared with it and pass the filters. Totals are those of the
/// listed, filtered projects (MS-3).
/// </summary>
internal sealed class Dashboard(ModuleLog<MemberSpaceModule> log, SpaceMemory memory, Sector sector)
{
    /// <summary>How many projects the first chart ranks (MS-33).</summary>
    private const int Ranked = 10;

    /// <summary>How many projects are named beside each reason why others cannot be ranked.</summary>
    private const int Named = 5;

    /// <summary>Whatever the filters: what could not be taken in may be what they go by.</summary>
    private const string BeingRepaired = """
        select count(distinct s.project_id) from dead_letters letter cross join unnest(letter.things) as thing(id)
        join space_projects s on s.project_id = thing.id and s.organisation_id = $1 and s.basis = 'effective'
        """;

    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Dashboard, ShowAsync);
        to.Under(KeyScope.Dashboard.Policy).Get("/api/member-spaces/{organisation:guid}/dashboard", GetAsync, "GetDashboard").Produces<DashboardView>().OpenToKeys(KeyScope.Dashboard);
    }

    public async Task<DashboardView> ReadAsync(SpaceView space, SpaceFilter filter, RankingUnit unit, bool isLeastFirst, CancellationToken ct)
    {
        var repaired = (await log.ListAsync(BeingRepaired, r => r.GetInt64(0), ct, space.Id))[0];
        var (all, facets) = await memory.ReadAsync(space.Id, ct);
        var ofSector = await sector.ReadAsync(space.Id, ct);
        var sums = new Sums();
        var genres = new Dictionary<string, Masses>(StringComparer.Ordinal);
        var years = new SortedDictionary<int, Masses>();
        var shown = new List<(SpaceProject Project, MeasuredSums? Counted)>();
        foreach (var project in all.Where(filter.Passes))
        {
            var counted = project.Counted(filter.Basis);
            shown.Add((project, counted));
            sums.Add(project, counted);
            Of(genres, project.Genre).Add(counted);
            if (project.FinalisedOn is { } day)
            {
                Of(years, day.Year).Add(counted);
            }
        }

        var excluded = filter.Exclusions(all);
        return new DashboardView(
            sums.Projects,
            sums.Measured,
            sums.Final,
            sums.Total.Kilograms,
            sums.Measured == 0 ? null : sums.Total.Kilograms / sums.Measured,
            Median(shown),
            excluded.FirstOrDefault(e => e.Reason == Exclusion.Undated)?.Projects ?? 0,
            excluded,
            new Intensity(sums.Euros > 0 ? sums.EuroMass.Kilograms / sums.Euros : null, sums.EuroProjects),
            sums.Converted,
            new Intensity(sums.Minutes > 0 ? sums.MinuteMass.Kilograms / sums.Minutes : null, sums.MinuteProjects),
            unit,
            isLeastFirst,
            Rank(shown, unit, isLeastFirst),
            NotRanked(shown, unit),
            [.. genres.OrderByDescending(g => g.Value.Total.Value).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new GenrePart(g.Key, g.Value.Projects, g.Value.Measured, g.Value.Total.Kilograms, g.Value.Measured == 0 ? null : g.Value.Total.Kilograms / g.Value.Measured, ofSector.Genres.GetValueOrDefault(g.Key, SectorPart.Nothing)))],
            ofSector.ComputedAt,
            [.. years.Select(y => new YearPart(y.Key, y.Value.Projects, y.Value.Measured, y.Value.Total.Kilograms, y.Value.Measured == 0 ? null : y.Value.Total.Kilograms / y.Value.Measured))],
            Part.Of(Slots.Departments, sums.Places[Slots.Posts.Count..]),
            Part.Of(Slots.Posts, sums.Places[..Slots.Posts.Count]),
            Part.Of(DashboardView.KnownAs, sums.Known, isOrdered: true),
            facets,
            repaired);

        static Masses Of<TKey>(IDictionary<TKey, Masses> of, TKey key) => of.TryGetValue(key, out var there) ? there : of[key] = new Masses();
    }

    /// <summary>What the whole space holds per value of each filter.</summary>
    public async Task<FacetCounts> FacetsAsync(OrganisationId organisationId, CancellationToken ct) => (await memory.ReadAsync(organisationId, ct)).Facets;

    /// <summary>What a filter leaves out because something is not known, for pages that do not add up.</summary>
    public async Task<(FacetCounts Facets, IReadOnlyList<Exclusion> Exclusions)> AroundAsync(OrganisationId organisationId, SpaceFilter filter, CancellationToken ct)
    {
        var (all, facets) = await memory.ReadAsync(organisationId, ct);
        return (facets, filter.Exclusions(all));
    }

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

    private static decimal? Median(List<(SpaceProject Project, MeasuredSums? Counted)> shown)
    {
        var totals = shown.Where(s => s.Counted is not null).Select(s => s.Counted!.Total.Value).ToArray();
        if (totals.Length == 0)
        {
            return null;
        }

        Array.Sort(totals);
        return new Picograms(totals[(totals.Length - 1) / 2] + totals[totals.Length / 2]).Kilograms / 2;
    }

    private static bool IsRanked(MeasuredSums? counted, RankingUnit unit) => unit switch
    {
        RankingUnit.Euro => counted?.PerEuro is not null,
        RankingUnit.Minute => counted?.PerMinute is not null,
        _ => counted is not null,
    };

    private static decimal? ValueOf(MeasuredSums? counted, RankingUnit unit) => unit switch
    {
        RankingUnit.Euro => counted?.PerEuro,
        RankingUnit.Minute => counted?.PerMinute,
        _ => counted is null ? null : (decimal)counted.Total.Value,
    };

    private static IReadOnlyList<RankedProject> Rank(List<(SpaceProject Project, MeasuredSums? Counted)> shown, RankingUnit unit, bool isLeastFirst)
    {
        var values = shown.Select(s => (s.Project, s.Counted, Value: ValueOf(s.Counted, unit))).Where(s => s.Value is not null);
        var ordered = isLeastFirst ? values.OrderBy(s => s.Value) : values.OrderByDescending(s => s.Value);
        // Taking a few of an ordered sequence does not sort the rest.
        return [.. ordered.ThenBy(s => s.Project.FoldedTitle, StringComparer.Ordinal).ThenBy(s => s.Project.Id).Take(Ranked)
            .Select(s => new RankedProject(s.Project.Id, s.Project.Title, s.Project.Genre, unit == RankingUnit.Total ? s.Counted!.Total.Kilograms : Micrograms.ToCo2e(s.Value!.Value).Kilograms))];
    }

    private static IReadOnlyList<NotComputable> NotRanked(List<(SpaceProject Project, MeasuredSums? Counted)> shown, RankingUnit unit)
    {
        string[] reasons = [NotComputable.NoAssessment, NotComputable.OtherCurrency, NotComputable.NoBudget, NotComputable.NoDuration];
        var missing = shown.Where(s => !IsRanked(s.Counted, unit)).ToLookup(s => Reason(s.Project, s.Counted, unit), s => s.Project);
        return [.. reasons.Where(missing.Contains).Select(reason => new NotComputable(
            reason,
            missing[reason].LongCount(),
            [.. missing[reason].OrderBy(p => p.FoldedTitle, StringComparer.Ordinal).ThenBy(p => p.Id).Take(Named).Select(p => new NamedProject(p.Id, p.Title))]))];
    }

    private static string Reason(SpaceProject project, MeasuredSums? counted, RankingUnit unit) => unit switch
    {
        _ when counted is null => NotComputable.NoAssessment,
        RankingUnit.Euro => project.IsInEuros || project.IsConverted ? NotComputable.NoBudget : NotComputable.OtherCurrency,
        _ => NotComputable.NoDuration,
    };

    /// <summary>What adds up of a genre, or a year.</summary>
    private class Masses
    {
        public long Projects { get; private set; }

        public long Measured { get; private set; }

        public Picograms Total { get; private set; }

        public void Add(MeasuredSums? counted)
        {
            Projects++;
            if (counted is not null)
            {
                Measured++;
                Total += counted.Total;
            }
        }
    }

    /// <summary>What adds up of all.</summary>
    private sealed class Sums : Masses
    {
        public long Final { get; private set; }

        public long EuroProjects { get; private set; }

        public Picograms EuroMass { get; private set; }

        public decimal Euros { get; private set; }

        public long Converted { get; private set; }

        public long MinuteProjects { get; private set; }

        public Picograms MinuteMass { get; private set; }

        public decimal Minutes { get; private set; }

        public Picograms[] Places { get; } = new Picograms[Slots.Posts.Count + Slots.Departments.Count];

        public Picograms[] Known { get; } = new Picograms[DashboardView.KnownAs.Count];

        public void Add(SpaceProject project, MeasuredSums? counted)
        {
            Add(counted);
            if (counted is null)
            {
                return;
            }

            Final += project.Final is null ? 0 : 1;
            for (var i = 0; i < Places.Length; i++)
            {
                Places[i] += counted.Places[i];
            }

            for (var i = 0; i < Known.Length; i++)
            {
                Known[i] += counted.Known[i];
            }

            if (project.BudgetEur is { } euros)
            {
                EuroProjects++;
                EuroMass += counted.Total;
                Euros += euros;
                Converted += project.IsConverted ? 1 : 0;
            }

            if (project.Minutes is { } minutes)
            {
                MinuteProjects++;
                MinuteMass += counted.Total;
                Minutes += minutes;
            }
        }
    }
}
