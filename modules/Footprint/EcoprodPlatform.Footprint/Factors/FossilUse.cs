namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Whether the activity that a factor stands for burns a fuel of fossil origin (CC-5): told fact by fact in <see cref="FossilFile"/>.</summary>
public enum FossilUse
{
    /// <summary>It does: an engine, a jet, a boiler. The whole factor counts, with the upstream of the fuel and the vehicle.</summary>
    Burnt,

    /// <summary>It does not: biofuel, wood, sun, muscle, a leak of gas.</summary>
    None,

    /// <summary>The source does not part its emissions by energy: a grid's electricity, a purchase, a meal, a mixed fuel. Not the same as none.</summary>
    NotSaid,
}

/// <summary>The three as data and in words.</summary>
internal static class FossilUses
{
    public static readonly IReadOnlyList<FossilUse> All = [FossilUse.Burnt, FossilUse.None, FossilUse.NotSaid];

    /// <summary>The same as terms of a list.</summary>
    public static readonly IReadOnlyList<Term> Terms = [.. All.Select(u => new Term(u.Code(), u.Name().Fr, u.Name().En))];

    public static string Code(this FossilUse use) => use switch
    {
        FossilUse.Burnt => "fossil",
        FossilUse.None => "none",
        FossilUse.NotSaid => "not-said",
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, null),
    };

    public static FossilUse? Find(string code) => All.Where(u => u.Code() == code).Select(u => (FossilUse?)u).FirstOrDefault();

    public static Text Name(this FossilUse use) => use switch
    {
        FossilUse.Burnt => new("Énergie fossile brûlée", "Fossil fuel burnt"),
        FossilUse.None => new("Aucune énergie fossile brûlée", "No fossil fuel burnt"),
        FossilUse.NotSaid => new("Énergie non précisée par la source", "Energy not told by the source"),
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, null),
    };
}
