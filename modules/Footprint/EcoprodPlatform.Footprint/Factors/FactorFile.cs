using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// The catalogue as a CSV file (RFC 4180, UTF-8, header row). A row that cannot be read exactly stops the import and
/// names its line: a wrong factor is worse than none.
/// </summary>
internal sealed record FactorFile(string Hash, IReadOnlyList<Factor> Facts)
{
    /// <summary>Values with more digits than this could make a product that a decimal cannot hold exactly.</summary>
    public const int MostDecimals = 6;
    public const decimal GreatestValue = 1_000_000_000m;
    private const string Name = "factors.csv";

    private static readonly string[] Header =
    [
        "code", "name_fr", "name_en", "category", "unit", "value", "uncertainty_percent", "geography", "valid_year", "perimeter", "mark", "instead",
        "source_fr", "source_en", "reference_fr", "reference_en", "remark_fr", "remark_en", "found_source", "found_ref", "found_note",
    ];

    /// <summary>The file that this version of the program brings.</summary>
    public static FactorFile Embedded()
    {
        using var stream = typeof(FactorFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a file's text. Line ends do not count in its hash: a checkout may change them.</summary>
    public static FactorFile Parse(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var facts = new List<Factor>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var isHeader = true;
        foreach (var (line, cells) in CsvRows.Read(text, Name))
        {
            if (isHeader)
            {
                isHeader = false;
                if (!cells.SequenceEqual(Header, StringComparer.Ordinal))
                {
                    throw Wrong(line, $"the columns are {string.Join(", ", cells)}; expected {string.Join(", ", Header)}");
                }

                continue;
            }

            var fact = Read(line, cells);
            facts.Add(lines.TryAdd(fact.Code, line) ? fact : throw Wrong(line, $"the code {fact.Code} is there twice"));
        }

        var byCode = facts.ToDictionary(f => f.Code, StringComparer.Ordinal);
        foreach (var fact in facts.Where(f => f.Instead is not null))
        {
            if (fact.Mark is null || !byCode.TryGetValue(fact.Instead!, out var instead) || !instead.IsUsable || instead.Mark >= fact.Mark)
            {
                throw Wrong(lines[fact.Code], $"{fact.Instead} cannot stand in for {fact.Code}");
            }
        }

        return new FactorFile(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), facts);
    }

    private static Factor Read(int line, List<string> cells)
    {
        if (cells.Count != Header.Length)
        {
            throw Wrong(line, $"it has {cells.Count} cells, not {Header.Length}");
        }

        if (cells[0].Length == 0 || cells[1].Length == 0 || cells[2].Length == 0 || cells[4].Length == 0 || cells[12].Length == 0 || cells[13].Length == 0)
        {
            throw Wrong(line, "code, names, unit and source must be there");
        }

        if ((cells[14].Length == 0) != (cells[15].Length == 0) || (cells[16].Length == 0) != (cells[17].Length == 0))
        {
            throw Wrong(line, "a reference or a remark is there in one language only");
        }

        var value = Number(line, cells[5]);
        if (value < 0 || value > GreatestValue || value.Scale > MostDecimals)
        {
            throw Wrong(line, $"the value {cells[5]} is negative, over {GreatestValue}, or has over {MostDecimals} decimals");
        }

        var fact = new Factor(
            Code: cells[0],
            NameFr: cells[1],
            NameEn: cells[2],
            Category: cells[3],
            Unit: cells[4],
            Value: value,
            ValueText: cells[5],
            UncertaintyPercent: cells[6].Length == 0 ? null : Number(line, cells[6]),
            Geography: cells[7],
            ValidYear: cells[8].Length == 0 ? null : (int)Number(line, cells[8]),
            Found: new FactorFinding(cells[18], cells[19], cells[20]))
        {
            Perimeter = Perimeter.Find(cells[9]) ?? throw Wrong(line, $"\"{cells[9]}\" is no perimeter; its parts are {string.Join(", ", Perimeter.All.Select(p => p.Code))}, in this order"),
            Mark = cells[10].Length == 0 ? null : FactorMarks.Find(cells[10]) ?? throw Wrong(line, $"\"{cells[10]}\" is no mark"),
            Instead = cells[11].Length == 0 ? null : cells[11],
            Source = new(cells[12], cells[13]),
            Reference = new(cells[14], cells[15]),
            Remark = new(cells[16], cells[17]),
        };
        return fact.IsUsable && fact.Perimeter == Perimeter.Unknown ? throw Wrong(line, $"{fact.Code} has no perimeter") : fact;
    }

    private static decimal Number(int line, string text)
        => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(line, $"\"{text}\" is not a number");

    private static FormatException Wrong(int line, string why) => CsvRows.Wrong(Name, line, why);
}
