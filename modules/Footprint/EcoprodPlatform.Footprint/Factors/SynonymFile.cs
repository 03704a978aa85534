using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// The words of the trade that the catalogue's names do not have, as a CSV file: French words, English words (several parted by "|"),
/// and what they find: codes of facts, best first, or <c>category:</c> and a shelf.
/// </summary>
internal sealed record SynonymFile(IReadOnlyList<Synonym> Entries)
{
    public const string CategoryMark = "category:";
    private const string Name = "synonyms.csv";

    /// <summary>No words of the trade.</summary>
    public static SynonymFile None { get; } = new([]);

    /// <summary>The file that this version of the program brings.</summary>
    public static SynonymFile Embedded()
    {
        using var stream = typeof(SynonymFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), FactorFile.Embedded().Facts.Select(f => f.Code).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Reads a file's text; a row that finds what is not in the catalogue, or words that stand twice, stop it and name the line.</summary>
    public static SynonymFile Parse(string text, IReadOnlySet<string> codes)
    {
        var entries = new List<Synonym>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, cells) in CsvRows.Read(text.Replace("\r\n", "\n", StringComparison.Ordinal), Name))
        {
            if (line == 1)
            {
                if (!cells.SequenceEqual(["fr", "en", "finds"], StringComparer.Ordinal))
                {
                    throw CsvRows.Wrong(Name, line, $"the columns are {string.Join(", ", cells)}; expected fr, en, finds");
                }

                continue;
            }

            if (cells.Count != 3)
            {
                throw CsvRows.Wrong(Name, line, $"it has {cells.Count} cells, not 3");
            }

            var finds = cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var wrong = Array.Find(finds, f => f.StartsWith(CategoryMark, StringComparison.Ordinal)
                ? FactorCategories.All.All(c => c.Code != f[CategoryMark.Length..])
                : !codes.Contains(f));
            if (finds.Length == 0 || wrong is not null)
            {
                throw CsvRows.Wrong(Name, line, $"\"{wrong}\" is neither a fact nor a shelf of the catalogue");
            }

            foreach (var words in cells[0].Split('|').Concat(cells[1].Split('|')).Select(w => FactorIndex.WordsOf(w)).Where(w => w.Length > 0).DistinctBy(w => string.Join(' ', w)))
            {
                if (!seen.Add(string.Join(' ', words)))
                {
                    throw CsvRows.Wrong(Name, line, $"\"{string.Join(' ', words)}\" is there twice");
                }

                entries.Add(new Synonym(
                    words,
                    [.. finds.Where(f => !f.StartsWith(CategoryMark, StringComparison.Ordinal))],
                    finds.FirstOrDefault(f => f.StartsWith(CategoryMark, StringComparison.Ordinal))?[CategoryMark.Length..]));
            }
        }

        return new SynonymFile(entries);
    }
}

/// <summary>Words that find facts or a shelf.</summary>
/// <param name="Words">Folded, in any order.</param>
/// <param name="Codes">The facts, best first; empty when there is only the shelf.</param>
/// <param name="Category">The shelf that follows them, if any.</param>
internal sealed record Synonym(string[] Words, IReadOnlyList<string> Codes, string? Category);
