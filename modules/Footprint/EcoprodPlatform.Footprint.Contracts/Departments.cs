namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>Departments of a production (CC-19), in the order of the results table.</summary>
public static class Departments
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("production", "Production", "Production office"),
        new("locations", "Lieux de tournage", "Filming locations"),
        new("set-design", "Déco, construction et accessoires", "Set design, construction and props"),
        new("costume-makeup-hair", "HMC", "Costume, make-up and hair"),
        new("transport", "Déplacements et transports", "Travel and transport"),
        new("unit-logistics", "Régie", "Unit logistics"),
        new("technical-equipment", "Moyens techniques", "Technical equipment"),
        new("post-production", "Post-production", "Post-production"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>Its place in the list, from 1: the colour it has wherever it is drawn. 0 for a code that is not in it.</summary>
    public static int PlaceOf(string code) => All.TakeWhile(t => t.Code != code).Count() is var place && place < All.Count ? place + 1 : 0;

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
