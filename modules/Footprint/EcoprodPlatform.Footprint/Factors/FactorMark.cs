namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Why a factor is not offered first, from the mildest to the worst. It is shown wherever the factor is.</summary>
public enum FactorMark
{
    /// <summary>It leaves out a part of its emissions (network losses, upstream): its result is too low.</summary>
    Incomplete,

    /// <summary>A newer one of the same source has taken its place.</summary>
    Superseded,

    /// <summary>Its own source or remark doubts the value: a new line cannot use it.</summary>
    Doubtful,
}

/// <summary>The marks as data and in words.</summary>
internal static class FactorMarks
{
    private static readonly Dictionary<string, FactorMark> ByCode = Enum.GetValues<FactorMark>().ToDictionary(m => m.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static string Code(this FactorMark mark) => mark.ToString().ToLowerInvariant();

    public static FactorMark? Find(string code) => ByCode.TryGetValue(code, out var mark) ? mark : null;

    /// <summary>On a badge.</summary>
    public static Text Name(this FactorMark mark) => mark switch
    {
        FactorMark.Incomplete => new("Incomplet", "Incomplete"),
        FactorMark.Superseded => new("Remplacé", "Superseded"),
        FactorMark.Doubtful => new("Douteux", "Doubtful"),
        _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, null),
    };

    public static Text Explain(this FactorMark mark) => mark switch
    {
        FactorMark.Incomplete => new(
            "Ce facteur ne compte qu’une partie des émissions : le résultat est sous-estimé.",
            "This factor counts only a part of the emissions: the result is too low."),
        FactorMark.Superseded => new(
            "Une donnée plus récente remplace ce facteur.",
            "Newer data have taken the place of this factor."),
        FactorMark.Doubtful => new(
            "La valeur est mise en doute : elle ne peut plus être choisie sur une ligne.",
            "The value is in doubt: it can no longer be chosen on a line."),
        _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, null),
    };
}
