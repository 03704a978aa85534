using System.Collections.Frozen;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// The result of an assessment: kilograms of CO2e by department, post and phase. The only calculator there is; the
/// total and the three margins are sums of the same cells, so they are the same number to the last digit (CC-15, MS-37).
/// </summary>
public sealed class ResultCube
{
    private static readonly Axis OfDepartments = new(Departments.All);
    private static readonly Axis OfPosts = new(EmissionPosts.All);
    private static readonly Axis OfPhases = new(Phases.All);

    private ResultCube(ResultCell[] cells, int lines)
    {
        Cells = cells;
        Lines = lines;
        Total = new Co2e(Sum(cells));
    }

    /// <summary>The cells that hold a line, in the order of the lists.</summary>
    public ResultCell[] Cells { get; }

    /// <summary>Lines behind it; with none there is no result, which is not the same as zero.</summary>
    public int Lines { get; }

    public Co2e Total { get; }

    /// <summary>Departments that have a line, in the order of the list.</summary>
    public IReadOnlyList<Share> ByDepartment => field ??= Margin(OfDepartments, static c => c.Department);

    public IReadOnlyList<Share> ByPost => field ??= Margin(OfPosts, static c => c.Post);

    public IReadOnlyList<Share> ByPhase => field ??= Margin(OfPhases, static c => c.Phase);

    // Computed for every answer and every row of a list: each line finds its place in a table of all cells, without sorting or grouping.
    public static ResultCube Of(IReadOnlyCollection<ActivityLine> lines)
    {
        // Of each cell its place among those that hold a line, from 1; 0 where it holds none, which is not a zero.
        Span<short> places = stackalloc short[OfDepartments.Count * OfPosts.Count * OfPhases.Count];
        var sums = new ResultSum[Math.Min(lines.Count, places.Length)];
        List<ActivityLine>? elsewhere = null;
        short filled = 0;
        foreach (var line in lines)
        {
            var (department, post, phase) = (OfDepartments.Rank(line.Department), OfPosts.Rank(line.Post), OfPhases.Rank(line.Phase));
            if ((department | post | phase) < 0)
            {
                (elsewhere ??= []).Add(line);
                continue;
            }

            ref var place = ref places[(((department * OfPosts.Count) + post) * OfPhases.Count) + phase];
            if (place == 0)
            {
                place = ++filled;
                sums[place - 1] = new ResultSum(line, line.Quantity * line.Factor.Value);
            }
            else
            {
                sums[place - 1].Kg += line.Quantity * line.Factor.Value;
            }
        }

        var cells = new ResultCell[filled];
        var at = 0;
        foreach (var place in places)
        {
            if (place > 0)
            {
                ref readonly var sum = ref sums[place - 1];
                cells[at++] = new ResultCell(sum.First.Department, sum.First.Post, sum.First.Phase, sum.Kg);
            }
        }

        return new ResultCube(elsewhere is null ? cells : [.. cells, .. Elsewhere(elsewhere)], lines.Count);
    }

    /// <summary>Lines with a code that a list has no longer: after all others, and counted.</summary>
    private static IEnumerable<ResultCell> Elsewhere(IEnumerable<ActivityLine> lines) => lines
        .GroupBy(l => (l.Department, l.Post, l.Phase))
        .OrderBy(g => g.Key.Department, StringComparer.Ordinal).ThenBy(g => g.Key.Post, StringComparer.Ordinal).ThenBy(g => g.Key.Phase, StringComparer.Ordinal)
        .Select(g => new ResultCell(g.Key.Department, g.Key.Post, g.Key.Phase, g.Sum(l => l.Emission.Kilograms)));

    private static decimal Sum(ResultCell[] cells)
    {
        var sum = 0m;
        foreach (var cell in cells)
        {
            sum += cell.Kg;
        }

        return sum;
    }

    private Share[] Margin(Axis axis, Func<ResultCell, string> of)
    {
        var table = new decimal?[axis.Count];
        Dictionary<string, decimal>? elsewhere = null;
        foreach (var cell in Cells)
        {
            if (axis.Rank(of(cell)) is >= 0 and var rank)
            {
                table[rank] = (table[rank] ?? 0) + cell.Kg;
            }
            else
            {
                elsewhere ??= new(StringComparer.Ordinal);
                elsewhere[of(cell)] = elsewhere.GetValueOrDefault(of(cell)) + cell.Kg;
            }
        }

        var shares = new List<Share>(axis.Count);
        for (var rank = 0; rank < table.Length; rank++)
        {
            if (table[rank] is { } kg)
            {
                shares.Add(new Share(axis[rank], new Co2e(kg)));
            }
        }

        shares.AddRange(elsewhere?.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new Share(e.Key, new Co2e(e.Value))) ?? []);
        return [.. shares];
    }

    /// <param name="First">A line of the cell, which names it.</param>
    private record struct ResultSum(ActivityLine First, decimal Kg);

    /// <summary>A list as an axis of the cube.</summary>
    private sealed class Axis(IReadOnlyList<Term> terms)
    {
        private readonly FrozenDictionary<string, int> _ranks = terms.Select((t, i) => (t.Code, i)).ToFrozenDictionary(t => t.Code, t => t.i, StringComparer.Ordinal);

        public int Count => _ranks.Count;

        public string this[int rank] => terms[rank].Code;

        /// <summary>The place of a code; below 0 where the list does not have it.</summary>
        public int Rank(string code) => _ranks.TryGetValue(code, out var rank) ? rank : -1;
    }
}

/// <summary>One entry of a margin.</summary>
public sealed record Share(string Code, Co2e Emission);
