using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using CellText = DocumentFormat.OpenXml.Spreadsheet.Text;
using Text = EcoprodPlatform.Kernel.Text;

namespace EcoprodPlatform.Footprint.Entry;

/// <summary>
/// The rows of one sheet of a workbook that somebody sends (.xlsx), one after the other: never more of it in memory than a cell and the texts that cells share. What it
/// holds is bounded before it is read (docs/decisions/0029).
/// </summary>
internal sealed partial class WorkbookRows : IDisposable
{
    /// <summary>The file of an encrypted workbook, and of those before 2007, is of this kind (MS-CFB).</summary>
    private static readonly byte[] Compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private readonly SpreadsheetDocument _document;
    private readonly WorksheetPart _part;
    private readonly WorkbookLimits _limits;

    private WorkbookRows(SpreadsheetDocument document, WorksheetPart part, string sheet, WorkbookLimits limits)
        => (_document, _part, Sheet, _limits) = (document, part, sheet, limits);

    /// <summary>The sheet's name.</summary>
    public string Sheet { get; }

    /// <summary>Opens a workbook at the first sheet that has one of these names, or at its first.</summary>
    /// <exception cref="RuleBrokenException"><c>footprint.sheet-encrypted</c>, <c>-old-format</c>, <c>-too-large</c>, <c>-unreadable</c>; and what the rule of documents says.</exception>
    public static async Task<WorkbookRows> OpenAsync(IncomingFile file, DocumentRule rule, IReadOnlyCollection<string> names, WorkbookLimits limits, CancellationToken ct)
    {
        if (file.Content.Length <= rule.MostBytes)
        {
            await DemandNoCompoundAsync(file.Content, ct);
        }

        await rule.DemandAsync(file, ct);
        SpreadsheetDocument? document = null;
        try
        {
            await DemandRoomAsync(file.Content, limits, ct);
            document = SpreadsheetDocument.Open(file.Content, isEditable: false);
            var workbook = document.WorkbookPart ?? throw new FileFormatException();
            var sheets = (workbook.Workbook?.Descendants<Sheet>() ?? [])
                .Select(s => (Name: s.Name?.Value ?? "", Part: workbook.GetPartById(s.Id?.Value ?? "") as WorksheetPart)).Where(s => s.Part is not null).ToArray();
            var named = Array.FindIndex(sheets, s => names.Contains(Folded.Of(s.Name)));
            return sheets.Length == 0 ? throw new FileFormatException() : new WorkbookRows(document, sheets[Math.Max(named, 0)].Part!, sheets[Math.Max(named, 0)].Name, limits);
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            document?.Dispose();
            throw Unreadable();
        }
    }

    /// <summary>The rows that hold something, in their order.</summary>
    /// <exception cref="RuleBrokenException"><c>footprint.sheet-too-large</c>, <c>footprint.sheet-unreadable</c>.</exception>
    public IEnumerable<SheetRow> Rows()
    {
        // An iterator cannot yield out of a catch: each step is guarded.
        using var rows = Read().GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception damaged) when (IsDamage(damaged))
            {
                throw Unreadable();
            }

            yield return rows.Current;
        }
    }

    public void Dispose() => _document.Dispose();

    private IEnumerable<SheetRow> Read()
    {
        var (texts, dates) = (SharedTexts(), DateStyles());
        using var reader = OpenXmlReader.Create(_part);
        var (number, column, cells, rows, row) = (0, -1, 0, 0, (SheetRow?)null);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Row) && reader.IsStartElement)
            {
                number = reader.Attributes.FirstOrDefault(a => a.LocalName == "r").Value is { } r ? int.Parse(r, NumberStyles.None, CultureInfo.InvariantCulture) : number + 1;
                (column, row) = (-1, new SheetRow(number, []));
            }
            else if (reader.ElementType == typeof(Cell) && reader.IsStartElement)
            {
                if (++cells > _limits.Cells)
                {
                    throw TooLarge(new($"plus de {_limits.Cells} cellules", $"more than {_limits.Cells} cells"));
                }

                var cell = (Cell)reader.LoadCurrentElement()!;
                column = cell.CellReference?.Value is { } at ? ColumnOf(at) : column + 1;
                if (row is not null && ReadCell(cell, texts, dates) is var (kind, text))
                {
                    row.Cells[column] = new SheetCell(kind, text);
                }
            }
            else if (reader.ElementType == typeof(Row) && reader.IsEndElement && row is { Cells.Count: > 0 })
            {
                if (++rows > _limits.Rows)
                {
                    throw TooLarge(new($"plus de {_limits.Rows} lignes", $"more than {_limits.Rows} rows"));
                }

                yield return row;
                row = null;
            }
        }
    }

    /// <summary>What a cell holds; null where it is empty. Of a formula it is the value that was stored with it.</summary>
    private static (CellKind, string)? ReadCell(Cell cell, List<string> texts, HashSet<uint> dates)
    {
        var type = cell.DataType?.InnerText ?? "n";
        var value = cell.CellValue?.Text;
        if (cell.CellFormula is not null && (value is null || (value.Length == 0 && type != "str")))
        {
            return (CellKind.Unknown, "");
        }

        var (kind, text) = type switch
        {
            "s" => (CellKind.Text, value is null ? "" : texts[int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture)]),
            "inlineStr" => (CellKind.Text, TextOf(cell.InlineString)),
            "str" => (CellKind.Text, Unescaped(value ?? "")),
            "b" => (CellKind.Boolean, value ?? ""),
            "e" => (CellKind.Error, value ?? ""),
            "d" => (CellKind.Date, value ?? ""),
            _ => (dates.Contains(cell.StyleIndex?.Value ?? 0) ? CellKind.Date : CellKind.Number, value ?? ""),
        };
        text = kind == CellKind.Text ? PlainText.Tidy(text.ReplaceLineEndings(" ")) : text.Trim();
        return text.Length == 0 ? null : (kind, text);
    }

    private List<string> SharedTexts()
    {
        var texts = new List<string>();
        if (_document.WorkbookPart!.SharedStringTablePart is not { } part)
        {
            return texts;
        }

        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement)
            {
                texts.Add(TextOf((SharedStringItem)reader.LoadCurrentElement()!));
                if (texts.Count > _limits.Cells)
                {
                    throw TooLarge(new($"plus de {_limits.Cells} textes", $"more than {_limits.Cells} texts"));
                }
            }
        }

        return texts;
    }

    /// <summary>A text, or the runs of a formatted one; how it is pronounced is left out.</summary>
    private static string TextOf(OpenXmlElement? item)
        => Unescaped(string.Concat((item?.ChildElements ?? []).SelectMany(e => e is CellText plain ? [plain] : e is Run run ? run.Elements<CellText>() : []).Select(t => t.Text)));

    /// <summary>Which styles show a number as a day or a time.</summary>
    private HashSet<uint> DateStyles()
    {
        var sheet = _document.WorkbookPart!.WorkbookStylesPart?.Stylesheet;
        var formats = (sheet?.NumberingFormats?.Elements<NumberingFormat>() ?? []).GroupBy(f => f.NumberFormatId?.Value ?? 0).ToDictionary(g => g.Key, g => g.First().FormatCode?.Value ?? "");
        return [.. (sheet?.CellFormats?.Elements<CellFormat>() ?? [])
            .Select((f, at) => (Format: f.NumberFormatId?.Value ?? 0, At: (uint)at))
            .Where(f => f.Format is (>= 14 and <= 22) or (>= 45 and <= 47) || (formats.TryGetValue(f.Format, out var code) && DateLetters().IsMatch(NotLetters().Replace(code, ""))))
            .Select(f => f.At)];
    }

    private static int ColumnOf(string address)
        => address.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (column, letter) => checked((column * 26) + letter - 'A' + 1)) - 1;

    private static string Unescaped(string text)
        => text.Contains("_x", StringComparison.Ordinal) ? Escaped().Replace(text, m => ((char)ushort.Parse(m.Groups["code"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()) : text;

    private static async Task DemandNoCompoundAsync(Stream content, CancellationToken ct)
    {
        content.Position = 0;
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, ct);
        if (bytes.AsSpan().StartsWith(Compound))
        {
            throw bytes.AsSpan().IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8) >= 0
                ? Refused("encrypted", new("Ce classeur est protégé par un mot de passe : enregistrez-le sans mot de passe, puis envoyez-le.", "This workbook is protected by a password: save it without one, then send it."))
                : Refused("old-format", new("Ce fichier est d’un ancien format (.xls) : enregistrez-le comme classeur .xlsx, puis envoyez-le.", "This file is of an old format (.xls): save it as an .xlsx workbook, then send it."));
        }
    }

    /// <summary>Unpacks everything once, keeping nothing: what the file says of its own size may be a lie.</summary>
    private static async Task DemandRoomAsync(Stream content, WorkbookLimits limits, CancellationToken ct)
    {
        content.Position = 0;
        await using var zip = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, ct);
        var (buffer, room) = (new byte[64 * 1024], limits.Bytes);
        foreach (var entry in zip.Entries)
        {
            await using var part = await entry.OpenAsync(ct);
            for (var read = await part.ReadAsync(buffer, ct); read > 0; read = await part.ReadAsync(buffer, ct))
            {
                room -= read;
                if (room < 0)
                {
                    var most = DocumentRule.SizeOf(limits.Bytes);
                    throw TooLarge(new($"plus de {most.Fr} une fois décompressé", $"more than {most.En} unpacked"));
                }
            }
        }
    }

    private static bool IsDamage(Exception e) => e is XmlException or OpenXmlPackageException or FileFormatException or InvalidDataException or FormatException or OverflowException
        or ArgumentException or InvalidOperationException or NotSupportedException;

    private static RuleBrokenException Unreadable() => Refused("unreadable", new(
        "Ce classeur est endommagé : ouvrez-le dans votre tableur, enregistrez-le à nouveau, puis envoyez-le.",
        "This workbook is damaged: open it in your spreadsheet program, save it again, then send it."));

    private static RuleBrokenException TooLarge(Text what) => Refused("too-large", new(
        $"Ce classeur est trop grand ({what.Fr}) : ne gardez que la feuille des lignes.",
        $"This workbook is too large ({what.En}): keep the sheet of lines only."));

    internal static RuleBrokenException Refused(string code, Text text) => new($"footprint.sheet-{code}", text, field: IncomingFile.Field);

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escaped();

    /// <summary>Colours and currencies in brackets, quoted words, escaped signs: letters that are none of a date.</summary>
    [GeneratedRegex("""\[[^\]]*\]|"[^"]*"|\\.|_.|\*.""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotLetters();

    [GeneratedRegex("[ymdhsYMDHS]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateLetters();
}

/// <summary>How much of a workbook is looked at.</summary>
/// <param name="Bytes">Of all its parts, unpacked.</param>
/// <param name="Rows">That hold something.</param>
/// <param name="Cells">Of the sheet, empty ones that are formatted among them; texts that cells share.</param>
internal sealed record WorkbookLimits(long Bytes = 40L * 1024 * 1024, int Rows = 5_000, int Cells = 200_000);

/// <summary>One row of a sheet.</summary>
/// <param name="Number">As the spreadsheet counts, from 1.</param>
/// <param name="Cells">Those that hold something, by column, from 0.</param>
internal sealed record SheetRow(int Number, Dictionary<int, SheetCell> Cells);

/// <summary>What a cell holds, as it is stored: a number has its digits with a point.</summary>
internal readonly record struct SheetCell(CellKind Kind, string Text);

internal enum CellKind
{
    Text,
    Number,
    Date,
    Boolean,

    /// <summary>#REF!, #DIV/0!.</summary>
    Error,

    /// <summary>A formula that nobody has computed yet.</summary>
    Unknown,
}
