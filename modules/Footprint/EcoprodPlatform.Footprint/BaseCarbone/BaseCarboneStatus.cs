namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>The life of an element, as ADEME says it.</summary>
public enum BaseCarboneStatus
{
    /// <summary>« Valide générique ».</summary>
    Generic,

    /// <summary>« Valide spécifique »: of one company or product.</summary>
    Specific,

    /// <summary>« Archivé »: kept, because old projects point to it, and not for new entry.</summary>
    Archived,

    /// <summary>« Brouillon ».</summary>
    Draft,

    /// <summary>« Refusé ».</summary>
    Rejected,
}

/// <summary>The statuses in words.</summary>
internal static class BaseCarboneStatuses
{
    public static string Code(this BaseCarboneStatus status) => status.ToString().ToLowerInvariant();

    public static BaseCarboneStatus OfCode(string code) => Enum.Parse<BaseCarboneStatus>(code, ignoreCase: true);

    public static bool IsValid(this BaseCarboneStatus status) => status is BaseCarboneStatus.Generic or BaseCarboneStatus.Specific;

    public static Text Name(this BaseCarboneStatus status) => status switch
    {
        BaseCarboneStatus.Generic => new("valide générique", "valid, generic"),
        BaseCarboneStatus.Specific => new("valide spécifique", "valid, specific"),
        BaseCarboneStatus.Archived => new("archivé", "archived"),
        BaseCarboneStatus.Draft => new("brouillon", "draft"),
        BaseCarboneStatus.Rejected => new("refusé", "rejected"),
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The status in folded words; null for others. Accents get lost on the way of some files, so the beginning of the word decides.</summary>
    public static BaseCarboneStatus? Read(string words) => words switch
    {
        var s when s.StartsWith("valide g", StringComparison.Ordinal) => BaseCarboneStatus.Generic,
        var s when s.StartsWith("valide s", StringComparison.Ordinal) => BaseCarboneStatus.Specific,
        var s when s.StartsWith("archiv", StringComparison.Ordinal) => BaseCarboneStatus.Archived,
        var s when s.StartsWith("brouillon", StringComparison.Ordinal) => BaseCarboneStatus.Draft,
        var s when s.StartsWith("refus", StringComparison.Ordinal) => BaseCarboneStatus.Rejected,
        _ => null,
    };
}
