using System.Text;

namespace EcoprodPlatform.Footprint.Distances;

/// <summary>The factors of a trip between two cities, as a CSV file: a code and the way it goes. What is not there (a tramway, a bicycle) has no such trip.</summary>
internal sealed class RouteFile
{
    private const string Name = "routes.csv";

    private readonly Dictionary<string, Route> _routes;

    private RouteFile(Dictionary<string, Route> routes) => _routes = routes;

    /// <summary>The file that this version of the program brings.</summary>
    public static RouteFile Embedded()
    {
        using var stream = typeof(RouteFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), FactorFile.Embedded().Facts);
    }

    /// <summary>The way that a factor goes; null for what does not go from city to city.</summary>
    public Route? Of(string? code) => code is null ? null : _routes.GetValueOrDefault(code);

    /// <summary>Reads a file's text; what is no factor of people or vehicles over a distance stops it and is named.</summary>
    public static RouteFile Parse(string text, IReadOnlyList<Factor> catalogue)
    {
        var known = catalogue.Where(f => f.QuantityUnit is "passenger.km" or "km" && f.Barrier is null or FactorBarrier.Doubtful).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        var routes = new Dictionary<string, Route>(StringComparer.Ordinal);
        foreach (var (line, cells) in CsvRows.ReadTable(text, Name, "code", "mode"))
        {
            if (!known.Contains(cells[0]) || Route.All.FirstOrDefault(r => r.Code == cells[1]) is not { } route || !routes.TryAdd(cells[0], route))
            {
                throw CsvRows.Wrong(Name, line, $"\"{cells[0]}\" is no factor over a distance, is there twice, or goes by none of {string.Join(", ", Route.All.Select(r => r.Code))}");
            }
        }

        return new RouteFile(routes);
    }
}
