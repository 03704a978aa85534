namespace EcoprodPlatform.Footprint.Uncertainty;

/// <summary>One of the five marks: its words, and the coefficient of each of its values.</summary>
/// <param name="Code">As programs write it.</param>
/// <param name="Question">What the mark is about, with its two ends.</param>
/// <param name="Coefficients">Of the marks 1 to 5 (Bilan Carbone v9): what the quantity may be multiplied or divided by for it alone.</param>
internal sealed record QualityCriterion(
    string Code, Text Name, Text Question, double[] Coefficients, Func<QualityMarks, int?> Of, Func<QualityMarks, int?, QualityMarks> With)
{
    public const int Worst = 1;
    public const int Best = 5;

    public static readonly IReadOnlyList<QualityCriterion> All =
    [
        new("reliability", new("Fiabilité", "Reliability"),
            new("D’un avis sans preuve (1) à un relevé vérifié (5).", "From an opinion without evidence (1) to a reading that was checked (5)."),
            [1.5, 1.2, 1.1, 1.05, 1], m => m.Reliability, (m, mark) => m with { Reliability = mark }),
        new("technical", new("Représentativité technique", "Technical fit"),
            new("D’une chose voisine (1) à l’équipement employé (5).", "From something similar (1) to the very equipment used (5)."),
            [2, 1.5, 1.2, 1.1, 1], m => m.Technical, (m, mark) => m with { Technical = mark }),
        new("geographic", new("Représentativité géographique", "Geographic fit"),
            new("D’un autre pays (1) au lieu même (5).", "From another country (1) to the very place (5)."),
            [1.1, 1.05, 1.02, 1.01, 1], m => m.Geographic, (m, mark) => m with { Geographic = mark }),
        new("temporal", new("Représentativité temporelle", "Temporal fit"),
            new("D’une donnée de plus de dix ans (1) à celle de la production (5).", "From data over ten years old (1) to that of the production (5)."),
            [1.5, 1.2, 1.1, 1.03, 1], m => m.Temporal, (m, mark) => m with { Temporal = mark }),
        new("completeness", new("Complétude", "Completeness"),
            new("De quelques cas étendus à tous (1) à tout ce qui a été consommé (5).", "From a few cases extended to all (1) to everything that was consumed (5)."),
            [1.2, 1.1, 1.05, 1.02, 1], m => m.Completeness, (m, mark) => m with { Completeness = mark }),
    ];

    /// <summary>A mark that is missing is the worst one.</summary>
    public double Coefficient(QualityMarks marks) => Coefficients[(Of(marks) ?? Worst) - Worst];

    /// <summary>"2 (mauvaise)": a mark in words.</summary>
    public static Text Show(int mark) => mark switch
    {
        1 => new("1 (très mauvaise)", "1 (very poor)"),
        2 => new("2 (mauvaise)", "2 (poor)"),
        3 => new("3 (moyenne)", "3 (fair)"),
        4 => new("4 (bonne)", "4 (good)"),
        5 => new("5 (très bonne)", "5 (very good)"),
        _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, null),
    };
}
