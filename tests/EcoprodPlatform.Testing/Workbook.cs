using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Shouldly;

namespace EcoprodPlatform.Testing;

/// <summary>A sheet of a workbook as the Open XML SDK reads it, after its validator found nothing to say.</summary>
/// <param name="Sheet">The sheet's name.</param>
/// <param name="Rows">Typed by what each cell is: string, decimal, bool, <see cref="DateOnly"/>, <see cref="DateTime"/>; null where there is none.</param>
/// <param name="Xml">The sheet's part as it is written.</param>
public sealed partial record Workbook(string Sheet, IReadOnlyList<object?[]> Rows, XDocument Xml)
{
    /// <summary>The only sheet.</summary>
    public static Workbook Read(byte[] file) => ReadAll(file).ShouldHaveSingleItem();

    /// <summary>All sheets, from left to right.</summary>
    public static IReadOnlyList<Workbook> ReadAll(byte[] file)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false);
        new OpenXmlValidator().Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
        var workbook = document.WorkbookPart!;
        return [.. workbook.Workbook.Descendants<Sheet>().Select(sheet => Read(file, workbook, sheet))];
    }

    private static Workbook Read(byte[] file, WorkbookPart workbook, Sheet sheet)
    {
        var part = (WorksheetPart)workbook.GetPartById(sheet.Id!);
        var formats = workbook.WorkbookStylesPart!.Stylesheet.NumberingFormats!.Elements<NumberingFormat>().ToDictionary(f => f.NumberFormatId!.Value, f => f.FormatCode!.Value!);
        var styles = workbook.WorkbookStylesPart.Stylesheet.CellFormats!.Elements<CellFormat>().Select(f => formats.GetValueOrDefault(f.NumberFormatId!.Value)).ToArray();
        part.Worksheet.Descendants<CellFormula>().ShouldBeEmpty();
        var rows = part.Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c => (At: Column(c.CellReference!), Value: Value(c, styles))).ToList()).ToList();
        var width = rows.Max(r => r.Count == 0 ? 0 : r.Max(c => c.At) + 1);
        using var zip = new ZipArchive(new MemoryStream(file));
        using var xml = zip.GetEntry(part.Uri.OriginalString.TrimStart('/'))!.Open();
        return new Workbook(sheet.Name!, [.. rows.Select(r => Enumerable.Range(0, width).Select(at => r.Find(c => c.At == at).Value).ToArray())], XDocument.Load(xml));
    }

    private static object? Value(Cell cell, string?[] styles)
    {
        if (cell.DataType?.Value == CellValues.InlineString)
        {
            return Escaped().Replace(cell.InlineString!.Text!.Text, m => ((char)int.Parse(m.Groups["code"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        }

        if (cell.DataType?.Value == CellValues.Boolean)
        {
            return cell.CellValue!.Text == "1";
        }

        cell.DataType.ShouldBeNull();
        var number = decimal.Parse(cell.CellValue!.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return (cell.StyleIndex is { } at ? styles[at.Value] : null) switch
        {
            null => number,
            @"dd/mm/yyyy" => DateOnly.FromDateTime(DateTime.FromOADate((double)number)),
            @"dd/mm/yyyy\ hh:mm" => DateTime.FromOADate((double)number),
            var other => throw new InvalidOperationException($"What does {other} show?"),
        };
    }

    private static int Column(string reference) => reference.TakeWhile(char.IsLetter).Aggregate(0, (at, letter) => (at * 26) + letter - 'A' + 1) - 1;

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();
}
