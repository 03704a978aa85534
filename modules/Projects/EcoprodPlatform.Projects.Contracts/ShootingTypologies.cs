namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Shooting typologies (PR-4), several per project. Only "Autre" is seen in the seeds; the rest is a working list.</summary>
public static class ShootingTypologies
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("studio", "Studio", "Studio"),
        new("interior-location", "Décor naturel intérieur", "Interior location"),
        new("exterior-location", "Décor naturel extérieur", "Exterior location"),
        new("tv-stage", "Plateau TV", "TV stage"),
        new("public-capture", "Captation en public", "Capture with an audience"),
        new("live", "Direct", "Live"),
        new("virtual-production", "Production virtuelle", "Virtual production"),
        new("travelling", "Itinérant", "On the road"),
        new("abroad", "Étranger", "Abroad"),
        new("overseas-france", "Outre-mer", "French overseas territories"),
        new("animation-2d", "Animation 2D", "2D animation"),
        new("animation-3d", "Animation 3D", "3D animation"),
        new("stop-motion", "Stop-motion", "Stop motion"),
        new("archives", "Archives", "Archive footage"),
        new("remote", "À distance", "Remote"),
        new("other", "Autre", "Other"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
