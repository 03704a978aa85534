using System.Text.RegularExpressions;

namespace EcoprodPlatform.Footprint.Entry;

/// <summary>A block pasted from a budget sheet, taken apart: what is called what, how much, of which unit. Nothing is read as a number yet.</summary>
/// <param name="Rows">In their order, without the header and empty rows.</param>
/// <param name="HasMore">There were cells beyond these three (prices, totals), which are left out.</param>
internal sealed partial record PastedRows(IReadOnlyList<PastedRow> Rows, bool HasMore)
{
    private static readonly string[] QuantityHeads = ["quantite", "qte", "qty", "quantity", "nombre", "nb", "number"];
    private static readonly string[] UnitHeads = ["unite", "unites", "unit", "units", "u"];
    private static readonly string[] LabelHeads = ["libelle", "designation", "poste", "depense", "description", "intitule", "label", "item", "name", "nom"];

    public static PastedRows Read(string text)
    {
        var lines = Cells(text).Where(c => c.Cells.Any(t => t.Length > 0)).ToList();
        int[] places = [0, 1, 2];
        if (lines.Count > 0 && HeaderOf(lines[0].Cells) is { } header)
        {
            places = header;
            lines.RemoveAt(0);
        }

        return new PastedRows(
            [.. lines.Select(l => RowOf(l.Number, At(l.Cells, places[0]), At(l.Cells, places[1]), At(l.Cells, places[2])))],
            lines.Any(l => l.Cells.Where((cell, at) => cell.Length > 0 && !places.Contains(at)).Any()));
    }

    /// <summary>Where label, quantity and unit stand, where the first row names its columns; null where it is a row like the others.</summary>
    private static int[]? HeaderOf(string[] cells)
    {
        int Place(string[] heads, int instead) => Array.FindIndex(cells, c => heads.Contains(Folded.Words(c))) is >= 0 and var at ? at : instead;
        var quantity = Place(QuantityHeads, -1);
        return quantity < 0 ? null : [Place(LabelHeads, quantity == 0 ? 1 : 0), quantity, Place(UnitHeads, cells.Length)];
    }

    /// <summary>"12 nuits" in one cell is a number and its unit.</summary>
    private static PastedRow RowOf(int number, string label, string quantity, string unit)
    {
        if (unit.Length == 0 && NumberAndUnit().Match(quantity) is { Success: true } both)
        {
            (quantity, unit) = (both.Groups["number"].Value, both.Groups["unit"].Value);
        }

        return new PastedRow(number, label, quantity.Trim(), unit.Trim());
    }

    /// <summary>The cells of each row: parted by tabs where there is one anywhere, else by semicolons, else by two spaces or more.</summary>
    private static IEnumerable<(int Number, string[] Cells)> Cells(string text)
    {
        var separator = text.Contains('\t', StringComparison.Ordinal) ? '\t' : text.Contains(';', StringComparison.Ordinal) ? ';' : (char?)null;
        try
        {
            // A spreadsheet puts a cell of several lines into quotation marks.
            return separator is { } one ? [.. CsvRows.Read(new StringReader(text), one, (_, row) => new FormatException()).Select(r => (r.Line, Tidy(r.Cells)))] : Plain();
        }
        catch (FormatException)
        {
            // A quotation mark that is only that: 27" is a screen.
            return Plain();
        }

        IEnumerable<(int, string[])> Plain()
            => text.Split('\n').Select((line, i) => (i + 1, Tidy(separator is { } mark ? line.Split(mark) : Gap().Split(line.Trim()))));
    }

    private static string[] Tidy(IEnumerable<string> cells) => [.. cells.Select(c => PlainText.Tidy(c.ReplaceLineEndings(" ")))];

    private static string At(string[] cells, int place) => place < cells.Length ? cells[place] : "";

    [GeneratedRegex(@"^(?<number>[-+0-9][0-9 .,'\u00A0\u202F]*?)\s*(?<unit>[\p{L}€][\p{L}\p{N}€.²³· /*×]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberAndUnit();

    [GeneratedRegex(@"\s{2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}

/// <summary>One row of a pasted block, as it was typed.</summary>
/// <param name="Number">The line of the text, from 1.</param>
/// <param name="Unit">Empty where none is given.</param>
public sealed record PastedRow(int Number, string Label, string Quantity, string Unit);
