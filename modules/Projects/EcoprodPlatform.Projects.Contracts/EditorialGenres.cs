namespace EcoprodPlatform.Projects.Contracts;

/// <summary>Editorial genres (PR-3): those of the seeds and of the sector statistics, then the working list (docs/glossary.md).</summary>
public static class EditorialGenres
{
    public static readonly IReadOnlyList<Term> All =
    [
        new("feature-film", "Long métrage de fiction", "Feature film"),
        new("short-film", "Court métrage de fiction", "Short film"),
        new("tv-film", "Fiction TV unitaire", "TV film"),
        new("fiction-series", "Série de fiction", "Fiction series"),
        new("documentary", "Documentaire unitaire", "Single documentary"),
        new("documentary-series", "Série documentaire", "Documentary series"),
        new("entertainment", "Divertissement", "Entertainment"),
        new("game-show", "Jeu", "Game show"),
        new("reality", "Téléréalité", "Reality"),
        new("magazine-news", "Magazine et information", "Magazine and news"),
        new("sport", "Sport", "Sport"),
        new("live-capture", "Captation de spectacle vivant", "Live capture"),
        new("commercial", "Spot publicité", "Commercial"),
        new("music-video", "Clip", "Music video"),
        new("corporate-film", "Film institutionnel", "Corporate film"),
        new("short-programme", "Programme court", "Short programme"),
        new("web-content", "Contenu web", "Web content"),
        new("animated-feature", "Long métrage d’animation", "Animated feature"),
        new("animated-series", "Série d’animation", "Animated series"),
        new("animated-short", "Court métrage d’animation", "Animated short"),
        new("video-game", "Jeu vidéo", "Video game"),
        new("immersive", "Œuvre immersive", "Immersive work"),
        new("other", "Autre", "Other"),
    ];

    private static readonly Dictionary<string, Term> ByCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>The entry stored as <paramref name="code"/>; null when there is none.</summary>
    public static Term? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var term) ? term : null;
}
