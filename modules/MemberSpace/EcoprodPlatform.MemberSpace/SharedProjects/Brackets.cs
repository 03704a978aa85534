using System.Globalization;
using System.Reflection;

namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// The brackets that budgets (MS-26) and durations (MS-27) are filtered by: data of <c>brackets.csv</c>. Each begins where the one before it
/// ends, and holds its lower bound, so that every value is in exactly one; what is not stated is a bracket of its own.
/// </summary>
internal sealed record Brackets
{
    /// <summary>No value was stated, or none that is one.</summary>
    public const string NotStated = "not-stated";

    /// <summary>A budget in a currency that nobody gave a rate for at the project's date (T8).</summary>
    public const string OtherCurrency = "other-currency";

    private const string File = "brackets.csv";

    /// <summary>In euros.</summary>
    public static Brackets Budgets { get; } = new("budget", [OtherCurrency, NotStated]);

    /// <summary>In minutes of the work: duration of one episode × number of episodes.</summary>
    public static Brackets Durations { get; } = new("duration", [NotStated]);

    private Brackets(string of, IReadOnlyList<string> others)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(File) ?? throw new InvalidOperationException($"{File} is not in the module."));
        Bounds = Read(reader.ReadToEnd(), of);
        Codes = [.. Bounds.Select(CodeOf), .. others];
    }

    /// <summary>Lower and upper bound of each; the last has no upper one.</summary>
    public IReadOnlyList<(decimal From, decimal? To)> Bounds { get; }

    /// <summary>Their codes in order, those without bounds last.</summary>
    public IReadOnlyList<string> Codes { get; }

    public (decimal From, decimal? To)? BoundsOf(string code) => Bounds.Where(b => CodeOf(b) == code).Select(b => ((decimal From, decimal? To)?)b).FirstOrDefault();

    /// <summary>As SQL: the code of the bracket that <paramref name="value"/> is in, null for null.</summary>
    public string Sql(string value)
        => $"case {string.Concat(Bounds.Reverse().Select(b => $"when {value} >= {Number(b.From)} then '{CodeOf(b)}' "))}end";

    /// <summary>Reads the brackets of one thing; refuses a gap, an overlap, and a list that does not begin at 0 or does not end open.</summary>
    internal static IReadOnlyList<(decimal From, decimal? To)> Read(string text, string of)
    {
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var bounds = rows.Skip(1).Select(r => r.Split(',')).Where(c => c[0] == of)
            .Select(c => (From: decimal.Parse(c[1], CultureInfo.InvariantCulture), To: c[2].Length == 0 ? (decimal?)null : decimal.Parse(c[2], CultureInfo.InvariantCulture))).ToList();
        var isWhole = rows[0] == "of,from,to" && bounds.Count > 0 && bounds[0].From == 0 && bounds[^1].To is null
            && bounds.All(b => b.To is null || b.To > b.From) && bounds.Zip(bounds.Skip(1)).All(two => two.First.To == two.Second.From);
        return isWhole ? bounds : throw new InvalidOperationException($"{File}: the brackets of {of} leave a gap or overlap.");
    }

    /// <summary>The code is its lower bound: it stays that bracket's when another is divided.</summary>
    private static string CodeOf((decimal From, decimal? To) bounds) => $"from-{Number(bounds.From)}";

    private static string Number(decimal bound) => bound.ToString(CultureInfo.InvariantCulture);
}
