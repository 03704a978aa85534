namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>The figures of a dashboard. Masses are kilograms of CO2e.</summary>
/// <param name="Projects">Projects that pass the filters.</param>
/// <param name="Measured">Those that have an assessment to count.</param>
/// <param name="Final">Those of them that have a final assessment.</param>
/// <param name="TotalKg">Their sum.</param>
/// <param name="WithoutFinalisation">Projects that a date filter leaves out because they have no finalisation date (T6).</param>
/// <param name="PerEuro">Kilograms per euro of budget, over the projects where both are known (T8).</param>
/// <param name="PerMinute">Kilograms per minute of the work: duration of one episode × number of episodes (T8).</param>
/// <param name="Unit">What the ranking compares.</param>
/// <param name="IsLeastFirst">The ranking shows the least impacting projects.</param>
/// <param name="Ranking">At most ten projects (MS-33).</param>
/// <param name="NotComputable">Projects that cannot be ranked, by reason.</param>
/// <param name="ByGenre">Sum, mean and count per genre (MS-35).</param>
/// <param name="ByDepartment">Adds up to the total (MS-36).</param>
/// <param name="ByPost">Adds up to the total (MS-37).</param>
/// <param name="InSpace">What the whole space holds, whatever the filters.</param>
/// <param name="BeingRepaired">Projects of the whole space of which something could not be taken in: their figures may be those of before.</param>
public sealed record DashboardView(
    long Projects,
    long Measured,
    long Final,
    decimal TotalKg,
    long WithoutFinalisation,
    Intensity PerEuro,
    Intensity PerMinute,
    RankingUnit Unit,
    bool IsLeastFirst,
    IReadOnlyList<RankedProject> Ranking,
    IReadOnlyList<NotComputable> NotComputable,
    IReadOnlyList<GenrePart> ByGenre,
    IReadOnlyList<Part> ByDepartment,
    IReadOnlyList<Part> ByPost,
    FacetCounts InSpace,
    long BeingRepaired);

/// <summary>What the ranking of projects compares (MS-34).</summary>
public enum RankingUnit
{
    Total,
    Euro,
    Minute,
}

/// <summary>An intensity over several projects: sum of masses ÷ sum of euros or minutes; null when there is nothing to divide by.</summary>
/// <param name="Projects">Number of projects it is computed on.</param>
public sealed record Intensity(decimal? Kg, long Projects)
{
    internal static Intensity Of(long projects, decimal micrograms, decimal divisor)
        => new(divisor > 0 ? Micrograms.ToCo2e(micrograms / divisor).Kilograms : null, projects);
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
public sealed record GenrePart(string Genre, long Projects, long Measured, decimal Kg, decimal? MeanKg);

/// <summary>One department or post.</summary>
/// <param name="Percent">Share of the total, to a tenth; all shares add up to 100.0.</param>
public sealed record Part(string Code, decimal Kg, decimal? Percent);

/// <summary>Numbers of projects in the whole space.</summary>
public sealed record FacetCounts(
    long Projects,
    IReadOnlyDictionary<Guid, long> Tags,
    long Open,
    long Closed,
    long Provisional,
    long Final,
    IReadOnlyDictionary<string, long> Genres);

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
