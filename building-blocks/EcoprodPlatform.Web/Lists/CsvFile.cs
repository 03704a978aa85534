using System.Globalization;
using System.Text;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>
/// A table as comma-separated values (RFC 4180: CRLF, quotes where needed), as the spreadsheet of its reader opens them: UTF-8
/// with its mark, <c>;</c> and decimal comma in French, <c>,</c> and point in English. Days are 2026-11-28, which every language
/// reads alike; numbers have all their digits and no grouping.
/// </summary>
internal static class CsvFile
{
    private const string NewLine = "\r\n";

    public static async Task WriteAsync(Stream to, IReadOnlyList<string> heads, IAsyncEnumerable<object?[]> rows, CultureInfo culture, CancellationToken ct)
    {
        var style = Languages.IsEnglish(culture) ? new Style(',', '.', "yes", "no") : new Style(';', ',', "oui", "non");
        await using var writer = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        var line = new StringBuilder();
        await writer.WriteAsync(Line(line, heads, style), ct);
        await foreach (var row in rows.WithCancellation(ct))
        {
            await writer.WriteAsync(Line(line, row, style), ct);
        }
    }

    private static StringBuilder Line(StringBuilder line, IReadOnlyList<object?> cells, Style style)
    {
        line.Clear();
        for (var i = 0; i < cells.Count; i++)
        {
            (i == 0 ? line : line.Append(style.Separator)).Append(cells[i] switch
            {
                null => null,
                string text => Quoted(Harmless(text), style.Separator),
                decimal number => Format.Plain(number).ToString(CultureInfo.InvariantCulture).Replace('.', style.DecimalPoint),
                DateOnly day => Format.Iso(day),
                DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                bool answer => answer ? style.Yes : style.No,
                var other => throw new InvalidOperationException($"A cell holds no {other.GetType().Name}."),
            });
        }

        return line.Append(NewLine);
    }

    /// <summary>
    /// Somebody's text that a spreadsheet would take for a formula and run begins with an apostrophe: the project called
    /// <c>=HYPERLINK(…)</c> must not act in the name of who opens the file.
    /// </summary>
    private static string Harmless(string text) => text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + text : text;

    private static string Quoted(string text, char separator)
        => text.AsSpan().IndexOfAny(separator, '"') >= 0 || text.AsSpan().IndexOfAny('\r', '\n') >= 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    private sealed record Style(char Separator, char DecimalPoint, string Yes, string No);
}
