namespace EcoprodPlatform.Footprint.Factors;

/// <summary>The shelves of the catalogue. Not the emission posts: a line's post is chosen by who enters it.</summary>
internal static class FactorCategories
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("energy", "Énergie", "Energy"),
        new("transport", "Transport", "Transport"),
        new("accommodation", "Hébergement", "Accommodation"),
        new("catering", "Restauration", "Catering"),
        new("sets", "Décors et matériaux", "Sets and materials"),
        new("costumes_hmc", "Costumes et HMC", "Costume, make-up and hair"),
        new("purchases", "Achats et services", "Purchases and services"),
        new("technical_equipment", "Moyens techniques", "Technical equipment"),
        new("post_production", "Post-production", "Post-production"),
        new("digital", "Numérique", "Digital"),
        new("offices", "Bureaux et bâtiments", "Offices and buildings"),
        new("waste", "Déchets", "Waste"),
        new("animation", "Animation et effets visuels", "Animation and visual effects"),
        new("benchmark", "Moyennes du secteur", "Sector means"),
    ];

    /// <summary>Where the factors that a project has of its own stand; no shelf of the catalogue.</summary>
    public static readonly Term Own = new("own", "Facteurs du projet", "The project’s own factors");

    private static readonly Dictionary<string, Term> ByCode = All.Append(Own).ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The shelf stored as <paramref name="code"/>; its code as its name when nobody has named it yet.</summary>
    public static Term Of(string code) => ByCode.TryGetValue(code, out var term) ? term : new Term(code, code, code);
}
