namespace EcoprodPlatform.Footprint.Uncertainty;

/// <summary>
/// How sure a factor is: as its source publishes it, else by marks that are a convention of ours (docs/method.md). They look at
/// fixed years and not at today: the interval of a closed project does not grow by itself.
/// </summary>
internal static class FactorQuality
{
    private const int RecentFrom = 2020;
    private const int OldBefore = 2015;

    /// <summary>G of a factor. The published percentage is half the width of a 95 % interval: E × (1 + u) is its upper end.</summary>
    /// <param name="factor">Null where the catalogue no longer knows it: then every mark is missing.</param>
    public static double Of(Factor? factor)
        => factor?.UncertaintyPercent is { } percent ? 1 + ((double)percent / 100) : Pedigree.OfMarks(MarksOf(factor));

    /// <summary>
    /// Where no uncertainty is published: fair, poor where the value is to be verified, and less where its mark or its year speak against
    /// it. A monetary ratio is the mean of a whole branch: it says nothing of the technique (its peers that publish one say 80 %).
    /// </summary>
    public static QualityMarks MarksOf(Factor? factor)
    {
        if (factor is null)
        {
            return new QualityMarks();
        }

        var mark = factor.Provenance.IsSolid ? 3 : 2;
        var year = factor.ValidYear switch { >= RecentFrom => mark, < OldBefore => 1, _ => 2 };
        return QualityMarks.Uniform(mark) with
        {
            Reliability = factor.Mark == FactorMark.Doubtful ? 1 : mark,
            Technical = QuantityUnits.IsMoney(factor.QuantityUnit) ? 1 : mark,
            Temporal = factor.Mark == FactorMark.Superseded ? Math.Min(2, year) : year,
            Completeness = factor.Mark == FactorMark.Incomplete ? 1 : mark,
        };
    }
}
