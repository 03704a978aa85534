namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>Emission posts: the 14 of the sector statistics published in January 2025, in their order (requirements 6.5).</summary>
public static class EmissionPosts
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("transport", "Transport", "Transport"),
        new("purchased-goods", "Achats de biens", "Purchased goods"),
        new("food", "Alimentation", "Food"),
        new("equipment", "Immobilisation de matériel", "Embodied equipment"),
        new("post-production", "Prestations de post-production", "Post-production services"),
        new("services", "Services et assurances", "Services and insurance"),
        new("generators", "Groupes électrogènes", "Generators"),
        new("accommodation", "Hébergement", "Accommodation"),
        new("electricity", "Électricité", "Electricity"),
        new("heating", "Chauffage", "Heating"),
        new("digital-data", "Données numériques", "Digital data"),
        new("waste", "Déchets", "Waste"),
        new("cooling", "Climatisation", "Air conditioning"),
        new("buildings", "Bâtiments", "Buildings"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>Its place in the list, from 1: the colour it has wherever it is drawn. 0 for a code that is not in it.</summary>
    public static int PlaceOf(string code) => All.TakeWhile(t => t.Code != code).Count() is var place && place < All.Count ? place + 1 : 0;

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
