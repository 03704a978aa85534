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
    private const int MostDecimals = 6;
    private const decimal GreatestValue = 1_000_000_000m;

    private static readonly string[] Header =
    [
        "code", "name_fr", "name_en", "category", "unit", "value", "uncertainty_percent", "geography", "valid_year", "source", "source_ref", "note",
    ];

    /// <summary>The file that this version of the program brings.</summary>
    public static FactorFile Embedded()
    {
        using var stream = typeof(FactorFile).Assembly.GetManifestResourceStream("factors.csv")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads a file's text. Line ends do not count in its hash: a checkout may change them.</summary>
    public static FactorFile Parse(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var facts = new List<Factor>();
        var codes = new HashSet<string>(StringComparer.Ordinal);
        var isHeader = true;
        foreach (var (line, cells) in Rows(text))
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
            facts.Add(codes.Add(fact.Code) ? fact : throw Wrong(line, $"the code {fact.Code} is there twice"));
        }

        return new FactorFile(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), facts);
    }

    private static Factor Read(int line, List<string> cells)
    {
        if (cells.Count != Header.Length)
        {
            throw Wrong(line, $"it has {cells.Count} cells, not {Header.Length}");
        }

        if (cells[0].Length == 0 || cells[1].Length == 0 || cells[2].Length == 0 || cells[4].Length == 0 || cells[9].Length == 0)
        {
            throw Wrong(line, "code, names, unit and source must be there");
        }

        var value = Number(line, cells[5]);
        if (value < 0 || value > GreatestValue || value.Scale > MostDecimals)
        {
            throw Wrong(line, $"the value {cells[5]} is negative, over {GreatestValue}, or has over {MostDecimals} decimals");
        }

        return new Factor(
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
            Source: cells[9],
            SourceReference: cells[10],
            Note: cells[11]);
    }

    private static decimal Number(int line, string text)
        => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(line, $"\"{text}\" is not a number");

    private static FormatException Wrong(int line, string why) => new($"factors.csv, line {line}: {why}.");

    /// <summary>Rows with the line they begin on; a quoted cell may hold commas, doubled quotes and line ends.</summary>
    private static IEnumerable<(int Line, List<string> Cells)> Rows(string text)
    {
        var (line, begins, quoted) = (1, 1, false);
        var cells = new List<string>();
        var cell = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
            }

            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    yield return (begins, cells);
                    cells = [];
                    begins = line;
                }
            }
            else
            {
                cell.Append(c);
            }
        }

        if (quoted)
        {
            throw Wrong(begins, "a quotation mark is never closed");
        }

        if (cell.Length > 0 || cells.Count > 0)
        {
            cells.Add(cell.ToString());
            yield return (begins, cells);
        }
    }
}
