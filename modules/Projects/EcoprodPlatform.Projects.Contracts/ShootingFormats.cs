namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Shooting formats (PR-11).</summary>
public static class ShootingFormats
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("hd", "HD", "HD"),
        new("2k", "2K", "2K"),
        new("4k", "4K UHD", "4K UHD"),
        new("6k", "6K", "6K"),
        new("8k", "8K", "8K"),
        new("35mm", "35 mm", "35 mm"),
        new("16mm", "16 mm", "16 mm"),
        new("none", "Sans objet", "Not applicable"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
