namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// Places of departments and posts: positions in the arrays of <c>assessments</c>, columns of <c>space_projects</c>.
/// Positions are stored, so the lists only ever grow at their end (with a column each). The first place takes any code
/// this version does not know, so that the margins still add up to the total.
/// </summary>
internal static class Slots
{
    public static readonly IReadOnlyList<string> Posts =
    [
        "other", "transport", "purchased-goods", "food", "equipment", "post-production", "services", "generators",
        "accommodation", "electricity", "heating", "digital-data", "waste", "cooling", "buildings",
    ];

    public static readonly IReadOnlyList<string> Departments =
    [
        "other", "production", "locations", "set-design", "costume-makeup-hair", "transport", "unit-logistics",
        "technical-equipment", "post-production",
    ];

    /// <summary>The columns of <c>space_projects</c>, posts then departments.</summary>
    public static IEnumerable<string> Columns => PostColumns.Concat(DepartmentColumns);

    public static IEnumerable<string> PostColumns => Posts.Select(c => Column("post", c));

    public static IEnumerable<string> DepartmentColumns => Departments.Select(c => Column("department", c));

    /// <summary>Positions of codes among the columns, from 1 as PostgreSQL counts.</summary>
    public static int[] Places(IReadOnlyList<string> places, IEnumerable<string> codes) => [.. codes.Select(c => Place(places, c) + 1)];

    /// <summary>The sums per place, in micrograms.</summary>
    public static decimal[] Sum(IReadOnlyList<string> places, IEnumerable<MeasuredCell> cells, Func<MeasuredCell, string> code)
    {
        var sums = new decimal[places.Count];
        foreach (var cell in cells)
        {
            var place = Math.Max(0, Place(places, code(cell)));
            sums[place] += Micrograms.Exactly(cell.Kg);
        }

        return sums;
    }

    private static string Column(string axis, string code) => $"{axis}_{code.Replace('-', '_')}";

    private static int Place(IReadOnlyList<string> places, string code)
    {
        for (var i = 0; i < places.Count; i++)
        {
            if (string.Equals(places[i], code, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
