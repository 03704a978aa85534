using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>
/// Tables as the sheets of a workbook (Office Open XML, ISO/IEC 29500), their heads bold and kept in view. Written from front to
/// back as rows come, sheet after sheet (docs/decisions/0017). It holds no moment of its own: the same cells are the same bytes. Numbers are numbers with all their digits, days and times are dates with their
/// format, texts are texts: no text is ever a formula. What is null has no cell.
/// </summary>
internal static partial class XlsxFile
{
    /// <summary>What a sheet of a spreadsheet program holds.</summary>
    internal const int MostRows = 1_048_576;

    /// <summary>What a cell holds; a longer text is cut, because programs call the whole file damaged otherwise.</summary>
    private const int MostCharacters = 32_767;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const int HeadStyle = 1;

    private const int DayStyle = 2;

    private const int MomentStyle = 3;

    /// <summary>From here on the calendar of spreadsheets, which knows a 29 February 1900, is the real one; earlier days are written as text.</summary>
    private static readonly DateTime FirstDay = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly DateTime Origin = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>The first day of the calendar of zip files: a part has the moment it was written otherwise.</summary>
    private static readonly DateTimeOffset Undated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, string Content)[] Fixed =
    [
        ("_rels/.rels", $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """),
        ("xl/styles.xml", $"""
            <styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """),
    ];

    /// <param name="to">Written to the end, left open.</param>
    /// <param name="sheets">From left to right; their names differ, have at most 31 characters and none of <c>[ ] : * ? / \</c>.</param>
    /// <param name="ct">Ends the writing.</param>
    public static async Task WriteAsync(Stream to, IReadOnlyList<XlsxSheet> sheets, CancellationToken ct)
    {
        await using var archive = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        foreach (var (name, content) in Named(sheets.Count).Concat(Fixed))
        {
            await using var part = await OpenAsync(archive, name, ct);
            await part.WriteAsync(Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n" + content), ct);
        }

        await using (var part = await OpenAsync(archive, "xl/workbook.xml", ct))
        await using (var xml = Xml(part))
        {
            xml.WriteStartElement("workbook", Main);
            xml.WriteStartElement("sheets", Main);
            for (var i = 0; i < sheets.Count; i++)
            {
                xml.WriteStartElement("sheet", Main);
                xml.WriteAttributeString("name", sheets[i].Name);
                xml.WriteAttributeString("sheetId", Number(i));
                xml.WriteAttributeString("r", "id", Relations, $"rId{Number(i)}");
                xml.WriteEndElement();
            }
        }

        for (var i = 0; i < sheets.Count; i++)
        {
            await using var part = await OpenAsync(archive, $"xl/worksheets/sheet{Number(i)}.xml", ct);
            await using var xml = Xml(part);
            await SheetAsync(xml, sheets[i].Heads, sheets[i].Rows, ct);
        }
    }

    /// <summary>The parts that name the sheets: those of relations 1 to n, the styles come after them.</summary>
    private static (string Name, string Content)[] Named(int sheets)
    {
        string Each(Func<string, string> part) => string.Concat(Enumerable.Range(0, sheets).Select(i => part(Number(i))));
        return
        [
            ("[Content_Types].xml", $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{Each(n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""")}<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>
                """),
            ("xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{Each(n => $"""<Relationship Id="rId{n}" Type="{Relations}/worksheet" Target="worksheets/sheet{n}.xml"/>""")}<Relationship Id="rId{Number(sheets)}" Type="{Relations}/styles" Target="styles.xml"/></Relationships>
                """),
        ];
    }

    /// <summary>Sheets are counted from 1.</summary>
    private static string Number(int sheet) => (sheet + 1).ToString(CultureInfo.InvariantCulture);

    private static Task<Stream> OpenAsync(ZipArchive archive, string part, CancellationToken ct)
    {
        var entry = archive.CreateEntry(part);
        entry.LastWriteTime = Undated;
        return entry.OpenAsync(ct);
    }

    /// <summary>Closing it closes what is open. It writes into a file or memory, never to a person who may be slow, so it need not be awaited.</summary>
    private static XmlWriter Xml(Stream part)
        => XmlWriter.Create(part, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize });

    private static async Task SheetAsync(XmlWriter xml, IReadOnlyList<string> heads, IAsyncEnumerable<object?[]> rows, CancellationToken ct)
    {
        string[] letters = [.. heads.Select((_, i) => Letters(i))];
        xml.WriteStartElement("worksheet", Main);
        xml.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""");
        xml.WriteStartElement("cols", Main);
        for (var i = 0; i < heads.Count; i++)
        {
            // Wide enough for a time, which a narrower column would show as ####.
            xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{(i == 0 ? 40 : Math.Max(18, heads[i].Length + 3))}" customWidth="1"/>"""));
        }

        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", Main);
        var at = 1;
        Row(xml, letters, at, heads, HeadStyle);
        await foreach (var row in rows.WithCancellation(ct))
        {
            if (at == MostRows)
            {
                throw RuleBrokenException.Conflict("export.too-many-rows", new Text(
                    "Cette liste dépasse les 1\u00A0048\u00A0576 lignes d’un classeur : exportez-la en .csv, ou filtrez-la d’abord.",
                    "This list is longer than the 1,048,576 rows of a workbook: export it as .csv, or filter it first."));
            }

            Row(xml, letters, ++at, row, textStyle: 0);
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Row(XmlWriter xml, string[] letters, int number, IReadOnlyList<object?> cells, int textStyle)
    {
        var place = number.ToString(CultureInfo.InvariantCulture);
        xml.WriteStartElement("row", Main);
        xml.WriteAttributeString("r", place);
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i] is not { } cell)
            {
                continue;
            }

            xml.WriteStartElement("c", Main);
            xml.WriteAttributeString("r", letters[i] + place);
            Value(xml, cell, textStyle);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Value(XmlWriter xml, object cell, int textStyle)
    {
        switch (cell)
        {
            case string text:
                Words(xml, text, textStyle);
                break;
            case decimal number:
                xml.WriteElementString("v", Main, Format.Plain(number).ToString(CultureInfo.InvariantCulture));
                break;
            case bool answer:
                xml.WriteAttributeString("t", "b");
                xml.WriteElementString("v", Main, answer ? "1" : "0");
                break;
            case DateOnly day when day.ToDateTime(default) >= FirstDay:
                Date(xml, day.ToDateTime(default), DayStyle);
                break;
            case DateOnly day:
                Words(xml, Format.Iso(day), textStyle);
                break;
            case DateTime moment when moment >= FirstDay:
                Date(xml, moment, MomentStyle);
                break;
            case DateTime moment:
                Words(xml, moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), textStyle);
                break;
            default:
                throw new InvalidOperationException($"A cell holds no {cell.GetType().Name}.");
        }
    }

    private static void Words(XmlWriter xml, string text, int style)
    {
        if (style > 0)
        {
            xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
        }

        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is", Main);
        xml.WriteStartElement("t", Main);
        xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(Writable(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    /// <summary>A date is the number of days since <see cref="Origin"/> with a format of dates.</summary>
    private static void Date(XmlWriter xml, DateTime moment, int style)
    {
        xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
        var days = decimal.Round((decimal)(moment - Origin).Ticks / TimeSpan.TicksPerDay, 9);
        xml.WriteElementString("v", Main, Format.Plain(days).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What XML cannot hold as <c>_x001F_</c>, and what looks like that already with its underscore so written (ISO/IEC 29500-1, ST_Xstring).</summary>
    private static string Writable(string text)
    {
        if (text.Length > MostCharacters)
        {
            var end = MostCharacters - 1;
            text = text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
        }

        if (text.Contains("_x", StringComparison.Ordinal))
        {
            text = LooksEscaped().Replace(text, "_x005F_");
        }

        StringBuilder? written = null;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            if (!isPair && !XmlConvert.IsXmlChar(text[i]))
            {
                (written ??= new StringBuilder(text, 0, i, text.Length + 16)).Append(CultureInfo.InvariantCulture, $"_x{(int)text[i]:X4}_");
                continue;
            }

            written?.Append(text, i, isPair ? 2 : 1);
            i += isPair ? 1 : 0;
        }

        return written?.ToString() ?? text;
    }

    /// <summary>0 is A, 25 is Z, 26 is AA.</summary>
    private static string Letters(int column) => (column < 26 ? "" : Letters((column / 26) - 1)) + (char)('A' + (column % 26));

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LooksEscaped();
}
