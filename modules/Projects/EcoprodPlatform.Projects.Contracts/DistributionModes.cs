namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Main distribution modes (PR-5): descriptive only, never part of a calculation (T12).</summary>
public static class DistributionModes
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("cinema", "Salle de cinéma", "Cinema"),
        new("television", "Télévision", "Television"),
        new("svod", "Plateforme SVOD", "SVOD platform"),
        new("avod", "Plateforme AVOD ou web", "AVOD or web"),
        new("social", "Réseaux sociaux", "Social networks"),
        new("festival", "Festival", "Festival"),
        new("internal", "Interne", "Internal"),
        new("other", "Autre", "Other"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
