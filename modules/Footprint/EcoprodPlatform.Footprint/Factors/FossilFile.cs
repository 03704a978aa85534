using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// Which facts of the catalogue stand for the burning of a fossil fuel, as a CSV file: a code and <c>fossil</c>, <c>none</c> or <c>not-said</c>.
/// Every fact that a line may have stands in it, so that none is taken for free of fossil energy because nobody thought of it.
/// </summary>
internal sealed class FossilFile
{
    private const string Name = "fossil.csv";

    private readonly Dictionary<string, FossilUse> _byCode;

    private FossilFile(Dictionary<string, FossilUse> byCode) => _byCode = byCode;

    /// <summary>The file that this version of the program brings.</summary>
    public static FossilFile Embedded()
    {
        using var stream = typeof(FossilFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), FactorFile.Embedded().Facts);
    }

    /// <summary>What is told of a fact; not said of one that is no longer in the catalogue.</summary>
    public FossilUse Of(string code) => _byCode.GetValueOrDefault(code, FossilUse.NotSaid);

    /// <summary>Reads a file's text; a fact that is unknown, there twice, missing, or told in another word stops it and is named.</summary>
    public static FossilFile Parse(string text, IReadOnlyList<Factor> catalogue)
    {
        // A doubtful one is refused on a new line, but lines that have it keep it.
        var wanted = catalogue.Where(f => f.Barrier is null or FactorBarrier.Doubtful).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        var byCode = new Dictionary<string, FossilUse>(StringComparer.Ordinal);
        foreach (var (line, cells) in CsvRows.Read(text.Replace("\r\n", "\n", StringComparison.Ordinal), Name))
        {
            if (line == 1)
            {
                if (!cells.SequenceEqual(["code", "fossil"], StringComparer.Ordinal))
                {
                    throw CsvRows.Wrong(Name, line, $"the columns are {string.Join(", ", cells)}; expected code, fossil");
                }

                continue;
            }

            if (cells.Count != 2 || !wanted.Contains(cells[0]))
            {
                throw CsvRows.Wrong(Name, line, $"\"{cells[0]}\" is no factor of the catalogue");
            }

            var use = FossilUses.Find(cells[1]) ?? throw CsvRows.Wrong(Name, line, $"\"{cells[1]}\" is none of {string.Join(", ", FossilUses.All.Select(u => u.Code()))}");
            if (!byCode.TryAdd(cells[0], use))
            {
                throw CsvRows.Wrong(Name, line, $"the code {cells[0]} is there twice");
            }
        }

        return wanted.FirstOrDefault(code => !byCode.ContainsKey(code)) is { } missing
            ? throw new FormatException($"{Name}: nothing is told of {missing}.")
            : new FossilFile(byCode);
    }
}
