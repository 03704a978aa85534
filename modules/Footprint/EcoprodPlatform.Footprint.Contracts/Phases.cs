namespace EcoprodPlatform.Footprint.Contracts;

/// <summary>Phases of a production (CC-12).</summary>
public static class Phases
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("pre-production", "Préparation", "Pre-production"),
        new("shooting", "Tournage", "Shooting"),
        new("post-production", "Post-production", "Post-production"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
