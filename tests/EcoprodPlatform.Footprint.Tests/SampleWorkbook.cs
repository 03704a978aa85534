using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Workbooks as other programs write them, and as nobody should.</summary>
internal static class SampleWorkbook
{
    /// <summary>A cell's attributes and content, as they stand: a formula, an error, a date.</summary>
    public sealed record Raw(string Attributes, string Content);

    public static readonly string[] Heads = ["Libellé", "Facteur (code)", "Quantité", "Unité", "Département", "Poste d’émission", "Phase", "Statut de la donnée", "Identifiant (ne pas modifier)"];

    /// <summary>A row of the TGV line with what a test changes.</summary>
    public static object?[] Row(object? quantity, object? unit = null, object? factor = null, object? department = null, object? phase = null, object? id = null, object? label = null, object? status = null)
        => [label ?? "Repérages", factor ?? "tgv", quantity, unit ?? "passager.km", department ?? "Déplacements et transports", "Transport", phase ?? "Tournage", status, id];

    /// <summary>One sheet: texts, decimals, raw cells; null has no cell.</summary>
    public static byte[] Of(IEnumerable<object?[]> rows, string name = "Lignes") => Of(w =>
    {
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            w.Write(string.Create(CultureInfo.InvariantCulture, $"<row r=\"{number}\">"));
            for (var i = 0; i < row.Length; i++)
            {
                var at = $"{(char)('A' + i)}{number}";
                w.Write(row[i] switch
                {
                    null => "",
                    Raw raw => $"<c r=\"{at}\" {raw.Attributes}>{raw.Content}</c>",
                    decimal n => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><v>{n}</v></c>"),
                    double n => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{at}\"><v>{n:R}</v></c>"),
                    var text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text.ToString())}</t></is></c>",
                });
            }

            w.Write("</row>");
        }
    }, name);

    /// <summary>The sheet's data written as a test likes.</summary>
    public static byte[] Of(Action<StreamWriter> sheetData, string name = "Lignes")
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            Part(zip, "[Content_Types].xml", w => w.Write("""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""));
            Part(zip, "_rels/.rels", w => w.Write("""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""));
            Part(zip, "xl/workbook.xml", w => w.Write($"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>"""));
            Part(zip, "xl/_rels/workbook.xml.rels", w => w.Write("""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""));
            Part(zip, "xl/styles.xml", w => w.Write($"""<styleSheet xmlns="{Main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="#,##0.00\ &quot;jours&quot;;[Red]\-0"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"""));
            Part(zip, "xl/sharedStrings.xml", w => w.Write($"""<sst xmlns="{Main}"><si><t>tgv</t></si><si><r><t>pass</t></r><r><t>ager.km</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>"""));
            Part(zip, "xl/worksheets/sheet1.xml", w =>
            {
                w.Write($"<worksheet xmlns=\"{Main}\"><sheetData>");
                sheetData(w);
                w.Write("</sheetData></worksheet>");
            });
        }

        return file.ToArray();
    }

    /// <summary>The head of a compound file (MS-CFB) with the name of one of its streams.</summary>
    public static byte[] Compound(string stream) => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[504], .. Encoding.Unicode.GetBytes(stream), .. new byte[512]];

    private static void Part(ZipArchive zip, string name, Action<StreamWriter> write)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Fastest).Open());
        write(writer);
    }
}
