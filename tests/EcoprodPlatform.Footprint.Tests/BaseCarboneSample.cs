using System.Globalization;
using System.Text;
using EcoprodPlatform.Footprint.BaseCarbone;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The two real extracts of the Base Carbone (tests/data/NOTICE.md), and files made of them.</summary>
internal static class BaseCarboneSample
{
    /// <summary>Data records of the full export of 2025.</summary>
    public const int FullSize = 18_616;

    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>117 records, the 67 columns, Windows-1252, semicolons.</summary>
    public static byte[] Official { get; } = Bytes("base-carbone-sample.csv");

    /// <summary>190 records, 19 columns, UTF-8 with its mark, commas, no ids.</summary>
    public static byte[] Portal { get; } = Bytes("base-carbone-sample-combustibles.csv");

    public static string Header => Windows.GetString(Official).Split('\n')[0];

    public static string[] Columns => [.. Header.Split(';').Select(c => c.Trim('"'))];

    public static BaseCarboneFile Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return BaseCarboneFile.Read(stream, default);
    }

    public static BaseCarboneFile Read(string text) => Read(Encode(text));

    public static byte[] Encode(string text) => Windows.GetBytes(text);

    /// <summary>The official header and these records.</summary>
    public static string File(params string[] records) => string.Join('\n', [Header, .. records]) + "\n";

    /// <summary>A record of an element: one that is right, with these cells instead.</summary>
    public static string Element(string id, string value, params (string Column, string Cell)[] cells) => Record(
        [("Type Ligne", "Elément"), ("Identifiant de l'élément", id), ("Total poste non décomposé", value), .. cells]);

    /// <summary>A record of a post.</summary>
    public static string Post(string id, string type, string value, params (string Column, string Cell)[] cells) => Record(
        [("Type Ligne", "Poste"), ("Identifiant de l'élément", id), ("Type poste", type), ("Total poste non décomposé", value), .. cells]);

    /// <summary>As many records as the full export: the sample's, again and again under other ids. Always the same bytes.</summary>
    public static byte[] Full(string? changed = null)
    {
        var records = CsvOf(Official).Skip(1).ToList();
        var text = new StringBuilder(Header).Append('\n');
        for (var i = 0; i < FullSize; i++)
        {
            // Whole copies; what is left over at the end has no posts.
            var (round, record) = (i / records.Count, records[i % records.Count]);
            var isLast = round == FullSize / records.Count;
            string[] cells = [.. isLast ? records[0] : record];
            cells[1] = isLast ? $"9{i:D6}" : ((round * 100_000) + int.Parse(record[1], CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
            if (cells[1] == changed)
            {
                cells[50] = "1,5";
            }

            text.AppendJoin(';', cells.Select(Quoted)).Append('\n');
        }

        return Encode(text.ToString());
    }

    private static string Record((string Column, string Cell)[] cells)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Structure"] = "élément non décomposé",
            ["Type de l'élément"] = "Facteur d'émission",
            ["Statut de l'élément"] = "Valide générique",
            ["Nom base français"] = "Essai",
            ["Unité français"] = "kgCO2e/kg",
            ["Localisation géographique"] = "France continentale",
        };
        foreach (var (column, cell) in cells)
        {
            values[column] = cell;
        }

        return string.Join(';', Columns.Select(c => Quoted(values.GetValueOrDefault(c, ""))));
    }

    private static string Quoted(string cell)
        => cell.AsSpan().ContainsAny("\";\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static IEnumerable<List<string>> CsvOf(byte[] bytes)
        => Factors.CsvRows.Read(new StringReader(Windows.GetString(bytes)), ';', (fault, row) => new FormatException($"{fault} {row.Number}")).Select(r => r.Cells);

    private static byte[] Bytes(string name)
    {
        using var stream = typeof(BaseCarboneSample).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
