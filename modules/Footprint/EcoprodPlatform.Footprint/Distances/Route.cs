namespace EcoprodPlatform.Footprint.Distances;

/// <summary>How much longer than the great circle a trip is.</summary>
/// <param name="Code">As the file of routes writes it.</param>
/// <param name="Times">What the great circle is multiplied by.</param>
/// <param name="More">Kilometres that each trip adds.</param>
/// <param name="Source">Who says so.</param>
internal sealed record Route(string Code, decimal Times, decimal More, Text Source)
{
    public static readonly IReadOnlyList<Route> All =
    [
        new("plane", 1, 95, new("norme EN 16258 : 95 km de plus par vol", "standard EN 16258: 95 km more for each flight")),
        new("rail", 1.2m, 0, new("détour de 1,2 en train, d’après GES 1point5 (Labos 1point5)", "detour of 1.2 by train, after GES 1point5 (Labos 1point5)")),
        new("road", 1.3m, 0, new("détour de 1,3 par la route, ordre de grandeur de ce calculateur, à confirmer", "detour of 1.3 by road, an order of magnitude of this calculator, to be confirmed")),
    ];
}
