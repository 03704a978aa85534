namespace EcoprodPlatform.Footprint.Uncertainty;

/// <summary>The five classes of the method.</summary>
public enum UncertaintyClass
{
    /// <summary>G under 1.1199, which is the mark 4 throughout.</summary>
    VeryLow,

    /// <summary>G under 1.2621, which is the mark 3 throughout.</summary>
    Low,

    /// <summary>G under 1.6361, which is the mark 2 throughout.</summary>
    Moderate,

    /// <summary>G under 2.5164, which is the mark 1 throughout.</summary>
    High,

    /// <summary>From 2.5164.</summary>
    VeryHigh,
}

/// <summary>The classes as the method bounds them, and in words.</summary>
internal static class UncertaintyClasses
{
    /// <summary>The class of a G. The limits are as the method prints them, to four decimals.</summary>
    public static UncertaintyClass Of(double g) => g switch
    {
        < 1.1199 => UncertaintyClass.VeryLow,
        < 1.2621 => UncertaintyClass.Low,
        < 1.6361 => UncertaintyClass.Moderate,
        < 2.5164 => UncertaintyClass.High,
        _ => UncertaintyClass.VeryHigh,
    };

    /// <summary>"faible incertitude".</summary>
    public static Text Name(this UncertaintyClass of) => of switch
    {
        UncertaintyClass.VeryLow => new("très faible incertitude", "very low uncertainty"),
        UncertaintyClass.Low => new("faible incertitude", "low uncertainty"),
        UncertaintyClass.Moderate => new("incertitude moyenne", "moderate uncertainty"),
        UncertaintyClass.High => new("forte incertitude", "high uncertainty"),
        UncertaintyClass.VeryHigh => new("très forte incertitude", "very high uncertainty"),
        _ => throw new ArgumentOutOfRangeException(nameof(of), of, null),
    };

    /// <summary>Between which marks it lies.</summary>
    public static Text Bounds(this UncertaintyClass of) => of switch
    {
        UncertaintyClass.VeryLow => new("comme avec des notes de 4 et plus", "as with marks of 4 and more"),
        UncertaintyClass.Low => new("comme avec des notes entre 3 et 4", "as with marks between 3 and 4"),
        UncertaintyClass.Moderate => new("comme avec des notes entre 2 et 3", "as with marks between 2 and 3"),
        UncertaintyClass.High => new("comme avec des notes entre 1 et 2", "as with marks between 1 and 2"),
        UncertaintyClass.VeryHigh => new("plus large qu’avec les plus mauvaises notes", "wider than with the worst marks"),
        _ => throw new ArgumentOutOfRangeException(nameof(of), of, null),
    };
}
