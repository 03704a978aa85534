namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// Percentages that add up to 100.0 as printed (MS-36): each is rounded down to a tenth, and the tenths that are left go
/// to the largest remainders.
/// </summary>
internal static class Shares
{
    /// <summary>Null everywhere when there is nothing to share, or when a negative part makes shares meaningless.</summary>
    public static decimal?[] Of(IReadOnlyList<decimal> parts)
    {
        var total = parts.Sum();
        if (total <= 0 || parts.Any(p => p < 0))
        {
            return new decimal?[parts.Count];
        }

        var exact = parts.Select(p => p / total * 1000m).ToArray();
        var tenths = exact.Select(decimal.Floor).ToArray();
        var left = (int)(1000m - tenths.Sum());
        foreach (var i in Enumerable.Range(0, parts.Count).OrderByDescending(i => exact[i] - tenths[i]).ThenBy(i => i).Take(left))
        {
            tenths[i]++;
        }

        return [.. tenths.Select(t => (decimal?)(t / 10m))];
    }
}
