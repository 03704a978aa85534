using EcoprodPlatform.MemberSpace.Sectors;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>The figures of a dashboard. Masses are kilograms of CO2e.</summary>
/// <param name="Projects">Projects that pass the filters.</param>
/// <param name="Measured">Those that have an assessment to count.</param>
/// <param name="Final">Those of them that have a final assessment.</param>
/// <param name="TotalKg">Their sum.</param>
/// <param name="MeanKg">Their mean; null when there is none.</param>
/// <param name="MedianKg">Half of the assessments are above it, half below; null when there is none.</param>
/// <param name="WithoutFinalisation">Projects that a date filter leaves out because they have no finalisation date (T6).</param>
/// <param name="Excluded">What the filters leave out because something of it is not known.</param>
/// <param name="PerEuro">Kilograms per euro of budget, over the projects where both are known (T8).</param>
/// <param name="Converted">How many of these had their budget converted at a rate that Ecoprod gave.</param>
/// <param name="PerMinute">Kilograms per minute of the work: duration of one episode × number of episodes (T8).</param>
/// <param name="Unit">What the ranking compares.</param>
/// <param name="IsLeastFirst">The ranking shows the least impacting projects.</param>
/// <param name="Ranking">At most ten projects (MS-33).</param>
/// <param name="NotComputable">Projects that cannot be ranked, by reason.</param>
/// <param name="ByGenre">Sum, mean and count per genre (MS-35).</param>
/// <param name="SectorComputedAt">When the genres of the whole platform were computed; null until the first night.</param>
/// <param name="ByYear">Sum, mean and count per year of finalisation; projects without that date are in none.</param>
/// <param name="ByDepartment">Adds up to the total (MS-36).</param>
/// <param name="ByPost">Adds up to the total (MS-37).</param>
/// <param name="ByDataStatus">By how the quantities are known: <c>measured</c>, <c>calculated</c>, <c>estimated</c>, <c>monetary</c>, <c>not-said</c>; adds up to the total once every line has arrived.</param>
/// <param name="InSpace">What the whole space holds, whatever the filters.</param>
/// <param name="BeingRepaired">Projects of the whole space of which something could not be taken in: their figures may be those of before.</param>
public sealed record DashboardView(
    long Projects,
    long Measured,
    long Final,
    decimal TotalKg,
    decimal? MeanKg,
    decimal? MedianKg,
    long WithoutFinalisation,
    IReadOnlyList<Exclusion> Excluded,
    Intensity PerEuro,
    long Converted,
    Intensity PerMinute,
    RankingUnit Unit,
    bool IsLeastFirst,
    IReadOnlyList<RankedProject> Ranking,
    IReadOnlyList<NotComputable> NotComputable,
    IReadOnlyList<GenrePart> ByGenre,
    DateTimeOffset? SectorComputedAt,
    IReadOnlyList<YearPart> ByYear,
    IReadOnlyList<Part> ByDepartment,
    IReadOnlyList<Part> ByPost,
    IReadOnlyList<Part> ByDataStatus,
    FacetCounts InSpace,
    long BeingRepaired)
{
    /// <summary>Codes of <see cref="ByDataStatus"/>, from the best known on.</summary>
    internal static IReadOnlyList<string> KnownAs { get; } = ["measured", "calculated", "estimated", "monetary", NotSaid];

    internal const string NotSaid = "not-said";
}

/// <summary>What the ranking of projects compares (MS-34).</summary>
public enum RankingUnit
{
    Total,
    Euro,
    Minute,
}

/// <summary>An intensity over several projects: sum of masses ÷ sum of euros or minutes; null when there is nothing to divide by.</summary>
/// <param name="Projects">Number of projects it is computed on.</param>
public sealed record Intensity(decimal? Kg, long Projects);

/// <summary>Projects that a filter leaves out because something is not known of them.</summary>
/// <param name="Reason"><c>undated</c> (no finalisation date, T6), <c>no-budget</c>, <c>other-currency</c>, <c>no-duration</c>, <c>no-typology</c>.</param>
public sealed record Exclusion(string Reason, long Projects)
{
    public const string Undated = "undated";
    public const string NoBudget = "no-budget";
    public const string OtherCurrency = "other-currency";
    public const string NoDuration = "no-duration";
    public const string NoTypology = "no-typology";
}

/// <summary>One project of the ranking.</summary>
/// <param name="Kg">In the ranking's unit: kilograms, kilograms per euro, kilograms per minute.</param>
public sealed record RankedProject(Guid Id, string Title, string Genre, decimal Kg);

/// <summary>Projects that cannot be ranked, and why.</summary>
/// <param name="Reason"><c>no-assessment</c>, <c>no-budget</c>, <c>other-currency</c>, <c>no-duration</c>.</param>
/// <param name="Projects">How many.</param>
/// <param name="Named">The first few of them by title.</param>
public sealed record NotComputable(string Reason, long Projects, IReadOnlyList<NamedProject> Named)
{
    public const string NoAssessment = "no-assessment";
    public const string NoBudget = "no-budget";
    public const string OtherCurrency = "other-currency";
    public const string NoDuration = "no-duration";

    internal Text Why => Reason switch
    {
        NoAssessment => new("sans bilan", "without an assessment"),
        NoBudget => new("sans budget", "without a budget"),
        OtherCurrency => new("budget dans une autre devise", "budget in another currency"),
        _ => new("sans durée", "without a duration"),
    };
}

/// <summary>A project by name.</summary>
public sealed record NamedProject(Guid Id, string Title);

/// <summary>The impact of one editorial genre.</summary>
/// <param name="MeanKg">Mean over the measured projects; null when there is none.</param>
/// <param name="Sector">The genre on the whole platform, whatever the filters.</param>
public sealed record GenrePart(string Genre, long Projects, long Measured, decimal Kg, decimal? MeanKg, SectorPart Sector);

/// <summary>The projects finalised in one year.</summary>
/// <param name="MeanKg">Mean over the measured ones; null when there is none.</param>
public sealed record YearPart(int Year, long Projects, long Measured, decimal Kg, decimal? MeanKg);

/// <summary>One department, post or way of knowing.</summary>
/// <param name="Percent">Share of the total, to a tenth; all shares add up to 100.0.</param>
public sealed record Part(string Code, decimal Kg, decimal? Percent)
{
    /// <summary>What is not zero of the masses at these places, heaviest first unless their own order means something.</summary>
    internal static IReadOnlyList<Part> Of(IReadOnlyList<string> codes, Picograms[] masses, bool isOrdered = false)
        => Of([.. codes.Select((code, i) => (code, masses[i].Kilograms))], isOrdered);

    internal static IReadOnlyList<Part> Of(IReadOnlyList<(string Code, decimal Kg)> parts, bool isOrdered = false)
    {
        var present = parts.Where(p => p.Kg != 0).ToList();
        if (!isOrdered)
        {
            present = [.. present.OrderByDescending(p => p.Kg)];
        }

        var shares = Shares.Of([.. present.Select(p => p.Kg)]);
        return [.. present.Select((p, i) => new Part(p.Code, p.Kg, shares[i]))];
    }
}

/// <summary>Numbers of projects in the whole space, by value of each filter.</summary>
public sealed record FacetCounts(
    long Projects,
    IReadOnlyDictionary<Guid, long> Tags,
    long Open,
    long Closed,
    long Provisional,
    long Final,
    IReadOnlyDictionary<string, long> Genres,
    IReadOnlyDictionary<string, long> Budgets,
    IReadOnlyDictionary<string, long> Durations,
    IReadOnlyDictionary<string, long> Typologies)
{
    internal static FacetCounts Of(IReadOnlyCollection<SpaceProject> all)
    {
        var closed = all.LongCount(p => p.IsClosed);
        return new FacetCounts(
            all.Count,
            By(all.SelectMany(p => p.Tags)),
            all.Count - closed,
            closed,
            all.LongCount(p => p.Provisional is not null),
            all.LongCount(p => p.Final is not null),
            By(all.Select(p => p.Genre)),
            By(all.Select(p => p.BudgetBracket)),
            By(all.Select(p => p.DurationBracket)),
            By(all.SelectMany(p => p.Typologies.Length == 0 ? [Brackets.NotStated] : p.Typologies)));

        static Dictionary<T, long> By<T>(IEnumerable<T> values)
            where T : notnull
            => values.CountBy(v => v).ToDictionary(c => c.Key, c => (long)c.Value);
    }
}

/// <summary>The ranking's parameters in the API.</summary>
internal static class RankingUnits
{
    public static RankingUnit Read(string unit) => unit switch
    {
        "total" => RankingUnit.Total,
        "euro" => RankingUnit.Euro,
        "minute" => RankingUnit.Minute,
        _ => throw new RuleBrokenException("filter.unknown-value", new Text("unit vaut total, euro ou minute.", "unit is total, euro or minute."), RuleKind.Invalid, "unit"),
    };

    public static bool IsLeastFirst(string order) => order switch
    {
        "most" => false,
        "least" => true,
        _ => throw new RuleBrokenException("filter.unknown-value", new Text("order vaut most ou least.", "order is most or least."), RuleKind.Invalid, "order"),
    };
}
