using System.Text;

namespace EcoprodPlatform.Footprint.Distances;

/// <summary>
/// Cities with their coordinates, as a CSV file: the prefectures of France, capitals and cities where films are made. For an order of magnitude of a
/// distance, so that the town hall is near enough.
/// </summary>
internal sealed class CityFile
{
    private const string Name = "cities.csv";
    private const int MostNear = 3;

    private readonly Dictionary<string, City> _byName;

    private CityFile(IReadOnlyList<City> all, Dictionary<string, City> byName)
    {
        All = all;
        _byName = byName;
    }

    public IReadOnlyList<City> All { get; }

    /// <summary>The file that this version of the program brings.</summary>
    public static CityFile Embedded()
    {
        using var stream = typeof(CityFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>The city of a name, in French or English, without accents and hyphens; null when there is none.</summary>
    public City? Find(string? name) => _byName.GetValueOrDefault(Folded.Words(name));

    /// <summary>The cities whose names are written almost so, or begin so.</summary>
    public IReadOnlyList<City> Near(string name)
    {
        var folded = Folded.Words(name);
        return [.. _byName.Select(c => (City: c.Value, Edits: c.Key.StartsWith(folded, StringComparison.Ordinal) ? 0 : Spelling.Edits(folded, c.Key, 2)))
            .Where(c => folded.Length > 2 && c.Edits <= 2).OrderBy(c => c.Edits).ThenBy(c => c.City.Name.Fr, StringComparer.Ordinal).Select(c => c.City).Distinct().Take(MostNear)];
    }

    /// <summary>Reads a file's text; a name that stands for two cities, or coordinates that are nowhere, stop it and are named.</summary>
    public static CityFile Parse(string text)
    {
        var all = new List<City>();
        var byName = new Dictionary<string, City>(StringComparer.Ordinal);
        foreach (var (line, cells) in CsvRows.ReadTable(text, Name, "fr", "en", "country", "latitude", "longitude"))
        {
            if (cells[2].Length != 2 || Degrees(cells[3], 90) is not { } latitude || Degrees(cells[4], 180) is not { } longitude)
            {
                throw CsvRows.Wrong(Name, line, $"{cells[0]} has no country of two letters, or its coordinates are nowhere");
            }

            var city = new City(new(cells[0], cells[1]), cells[2], latitude, longitude);
            if (new[] { cells[0], cells[1] }.Select(n => Folded.Words(n)).Distinct(StringComparer.Ordinal).FirstOrDefault(n => n.Length == 0 || !byName.TryAdd(n, city)) is not null)
            {
                throw CsvRows.Wrong(Name, line, $"{cells[0]} or {cells[1]} is there twice");
            }

            all.Add(city);
        }

        return new CityFile(all, byName);
    }

    private static double? Degrees(string text, double most)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most ? degrees : null;
}
