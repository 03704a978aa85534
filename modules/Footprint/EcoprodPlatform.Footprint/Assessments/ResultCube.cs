namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// The result of an assessment: kilograms of CO2e by department, post and phase. The only calculator there is; the
/// total and the three margins are sums of the same cells, so they are the same number to the last digit (CC-15, MS-37).
/// </summary>
public sealed class ResultCube
{
    private ResultCube(ResultCell[] cells, int lines)
    {
        Cells = cells;
        Lines = lines;
        Total = new Co2e(cells.Sum(c => c.Kg));
        ByDepartment = Margin(Departments.All, c => c.Department);
        ByPost = Margin(EmissionPosts.All, c => c.Post);
        ByPhase = Margin(Phases.All, c => c.Phase);
    }

    /// <summary>The cells that hold a line, in the order of the lists.</summary>
    public ResultCell[] Cells { get; }

    /// <summary>Lines behind it; with none there is no result, which is not the same as zero.</summary>
    public int Lines { get; }

    public Co2e Total { get; }

    /// <summary>Departments that have a line, in the order of the list.</summary>
    public IReadOnlyList<Share> ByDepartment { get; }

    public IReadOnlyList<Share> ByPost { get; }

    public IReadOnlyList<Share> ByPhase { get; }

    public static ResultCube Of(IReadOnlyCollection<ActivityLine> lines) => new(
        [.. lines
            .GroupBy(l => (l.Department, l.Post, l.Phase))
            .OrderBy(g => Rank(Departments.All, g.Key.Department))
            .ThenBy(g => Rank(EmissionPosts.All, g.Key.Post))
            .ThenBy(g => Rank(Phases.All, g.Key.Phase))
            .Select(g => new ResultCell(g.Key.Department, g.Key.Post, g.Key.Phase, g.Sum(l => l.Emission.Kilograms)))],
        lines.Count);

    private Share[] Margin(IReadOnlyList<Term> terms, Func<ResultCell, string> of) =>
        [.. Cells.GroupBy(of, StringComparer.Ordinal).OrderBy(g => Rank(terms, g.Key)).Select(g => new Share(g.Key, new Co2e(g.Sum(c => c.Kg))))];

    private static int Rank(IReadOnlyList<Term> terms, string code)
    {
        for (var i = 0; i < terms.Count; i++)
        {
            if (terms[i].Code == code)
            {
                return i;
            }
        }

        return terms.Count;
    }
}

/// <summary>One entry of a margin.</summary>
public sealed record Share(string Code, Co2e Emission);
