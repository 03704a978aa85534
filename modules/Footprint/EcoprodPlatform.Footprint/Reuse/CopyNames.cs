using System.Text.RegularExpressions;

namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>What the labels of copies say: where the line said "jour 3", its copies say "jour 4", "jour 5".</summary>
/// <param name="Mark">The words of the labels that tell the day; empty: labels stay as they are.</param>
internal sealed partial record CopyNames(string Mark, IReadOnlyList<string> Names)
{
    public const int Most = 50;

    private static readonly string[] Dates = ["dd/MM/yyyy", "dd/MM/yy", "dd/MM", "yyyy-MM-dd"];

    /// <summary>The names that were given, or those that follow the mark: the next numbers, the next days of a date.</summary>
    /// <param name="times">How many copies; where names are given, as many as they are.</param>
    public static CopyNames Of(string? mark, int? times, IReadOnlyList<string> given)
    {
        mark = mark?.Trim() ?? "";
        var count = given.Count > 0 ? given.Count : times ?? 1;
        if (count is < 1 or > Most || (given.Count > 0 && times is { } asked && asked != given.Count))
        {
            throw new RuleBrokenException("footprint.copies", new(
                $"Nombre de copies : de 1 à {Most}, et autant que de noms donnés.", $"Number of copies: from 1 to {Most}, and as many as names given."), field: CopyFields.Times);
        }

        if (given.Count > 0 && mark.Length == 0)
        {
            throw new RuleBrokenException("footprint.copies", new(
                "Indiquez ce que ces noms remplacent dans les libellés, « jour 3 » par exemple.", "Say what these names replace in the labels, “day 3” for example."), field: CopyFields.Mark);
        }

        return new CopyNames(mark, given.Count > 0 ? given : [.. Enumerable.Range(1, count).Select(n => Next(mark, n))]);
    }

    /// <summary>Whether a label has the mark, as whole words: "jour 3" is not in "jour 30".</summary>
    public static bool IsIn(string? label, string mark) => mark.Length == 0 || (label is not null && Whole(mark).IsMatch(label));

    /// <summary>The label of a copy; one without the mark stays.</summary>
    public string? Label(string? label, string name) => label is null || Mark.Length == 0 ? label : Whole(Mark).Replace(label, name.Replace("$", "$$", StringComparison.Ordinal));

    private static string Next(string mark, int by)
    {
        if (DateOnly.TryParseExact(mark, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day.AddDays(by).ToString(Dates.First(d => DateOnly.TryParseExact(mark, d, out _)), CultureInfo.InvariantCulture);
        }

        var numbers = Digits().Matches(mark);
        if (mark.Length == 0 || numbers.Count == 0)
        {
            return mark;
        }

        var last = numbers[^1];
        var next = (int.Parse(last.Value, CultureInfo.InvariantCulture) + by).ToString($"D{last.Length}", CultureInfo.InvariantCulture);
        return $"{mark[..last.Index]}{next}{mark[(last.Index + last.Length)..]}";
    }

    private static Regex Whole(string mark)
        => new($@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(mark)}(?![\p{{L}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
