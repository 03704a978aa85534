using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// The flights that the catalogue has in both forms, as a CSV file: the code with contrails and the code without. A line with one of them says what the
/// other would come to.
/// </summary>
internal sealed class ContrailFile
{
    private const string Name = "contrails.csv";

    private readonly Dictionary<string, string> _other;

    private ContrailFile(Dictionary<string, string> other) => _other = other;

    /// <summary>The file that this version of the program brings.</summary>
    public static ContrailFile Embedded()
    {
        using var stream = typeof(ContrailFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), FactorFile.Embedded().Facts);
    }

    /// <summary>Code of the same flight in the other form; null where the catalogue has one form alone.</summary>
    public string? OtherOf(string code) => _other.GetValueOrDefault(code);

    /// <summary>Reads a file's text; two that are not the same flight with and without contrails stop it and are named.</summary>
    public static ContrailFile Parse(string text, IReadOnlyList<Factor> catalogue)
    {
        var facts = catalogue.ToDictionary(f => f.Code, StringComparer.Ordinal);
        var other = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (line, cells) in CsvRows.ReadTable(text, Name, "with", "without"))
        {
            if (facts.GetValueOrDefault(cells[0]) is not { IsUsable: true } with || facts.GetValueOrDefault(cells[1]) is not { IsUsable: true } without)
            {
                throw CsvRows.Wrong(Name, line, $"\"{cells[0]}\" or \"{cells[1]}\" is no factor of the catalogue");
            }

            if (!with.Perimeter.Counts(Perimeter.Contrails) || without.Perimeter.Counts(Perimeter.Contrails) || with.Unit != without.Unit || with.Value <= without.Value)
            {
                throw CsvRows.Wrong(Name, line, $"{with.Code} and {without.Code} are not one flight with and without contrails");
            }

            if (!other.TryAdd(with.Code, without.Code) || !other.TryAdd(without.Code, with.Code))
            {
                throw CsvRows.Wrong(Name, line, $"{with.Code} or {without.Code} is there twice");
            }
        }

        return new ContrailFile(other);
    }
}
