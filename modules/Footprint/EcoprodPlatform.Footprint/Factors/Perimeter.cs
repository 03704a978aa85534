namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// What a factor counts: parts of a closed list, in its order. Two factors can be compared when they count the same parts.
/// </summary>
/// <param name="Code">As the catalogue writes it (<c>use+upstream+losses</c>); empty when the catalogue does not say it.</param>
/// <param name="Parts">The parts it counts.</param>
public sealed record Perimeter(string Code, IReadOnlyList<PerimeterPart> Parts)
{
    /// <summary>Code of the part that only flights have.</summary>
    public const string Contrails = "contrails";

    private static readonly PerimeterPart[] Known =
    [
        // What one thing counts of itself, from its energy to its end.
        new("use", new("usage", "use")),
        new("upstream", new("amont de l’énergie", "upstream of the energy")),
        new("losses", new("pertes de réseau", "network losses")),
        new("manufacture", new("fabrication", "manufacture")),
        new("distribution", new("distribution", "distribution")),
        new("end-of-life", new("traitement des déchets", "waste treatment")),
        // What is counted as a whole.
        new("life-cycle", new("cycle de vie", "life cycle")),
        new("supply-chain", new("toute la chaîne d’approvisionnement de l’achat", "the whole supply chain of the purchase")),
        new("service", new("énergie, services et bâtiment", "energy, services and building")),
        new("not-stated", new("périmètre non précisé par la source", "perimeter not stated by the source")),
        new(Contrails, new("traînées de condensation", "contrails")),
    ];

    /// <summary>The closed list, in the order that parts are written in.</summary>
    public static IReadOnlyList<PerimeterPart> All => Known;

    /// <summary>A factor of which no perimeter is known.</summary>
    public static Perimeter Unknown { get; } = new("", []);

    /// <summary>"usage + amont de l’énergie + pertes de réseau".</summary>
    public Text Name => Parts.Count == 0
        ? new("périmètre non renseigné", "perimeter not given")
        : new(string.Join(" + ", Parts.Select(p => p.Name.Fr)), string.Join(" + ", Parts.Select(p => p.Name.En)));

    public bool Counts(string part) => Parts.Any(p => p.Code == part);

    /// <summary>The perimeter written as <paramref name="code"/>; null when it holds a part that is not of the list, or not in its order.</summary>
    public static Perimeter? Find(string code)
    {
        if (code.Length == 0)
        {
            return Unknown;
        }

        var places = code.Split('+').Select(part => Array.FindIndex(Known, p => p.Code == part)).ToArray();
        return places.All(p => p >= 0) && places.Zip(places.Skip(1)).All(two => two.First < two.Second)
            ? new Perimeter(code, [.. places.Select(p => Known[p])])
            : null;
    }

    public bool Equals(Perimeter? other) => other?.Code == Code;

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);
}

/// <summary>One part of what a factor counts.</summary>
public sealed record PerimeterPart(string Code, Text Name);
