namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>How much of a total is known in which way.</summary>
internal static class StatusShares
{
    /// <summary>The statuses, and what nobody has said at their end.</summary>
    public static readonly IReadOnlyList<Term> Terms = [.. DataStatuses.Terms, new Term("not-said", "Non précisée", "Not stated")];

    /// <summary>The ways that have a line, in the order of the list; their sum is the total.</summary>
    public static IReadOnlyList<Share> Among(IEnumerable<ActivityLine> lines) =>
        [.. lines
            .GroupBy(l => l.KnownStatus)
            .OrderBy(g => g.Key is null).ThenBy(g => g.Key)
            .Select(g => new Share(g.Key?.Code() ?? Terms[^1].Code, new Co2e(g.Sum(l => l.Emission.Kilograms))))];

    /// <summary>The part that rests on monetary ratios, of 1; null where there is nothing to share.</summary>
    public static decimal? MonetaryOf(IReadOnlyCollection<Share> shares) => shares.Sum(s => s.Emission.Kilograms) is var total and > 0
        ? shares.Where(s => s.Code == DataStatus.Monetary.Code()).Sum(s => s.Emission.Kilograms) / total
        : null;
}
