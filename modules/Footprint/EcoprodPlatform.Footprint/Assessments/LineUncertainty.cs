namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>How sure a line and a total are, from what is known of the quantities and of the factors. Computed when it is read, like every result.</summary>
internal static class LineUncertainty
{
    /// <summary>The marks that count: those given, and those of the status in place of the others.</summary>
    public static QualityMarks MarksOf(ActivityLine line) => (line.Marks ?? new QualityMarks()).Or(line.KnownStatus.Marks());

    /// <summary>Null for a line that comes to nothing.</summary>
    /// <param name="source">The factor as the catalogue has it; null where the catalogue no longer knows it.</param>
    public static Interval? Of(ActivityLine line, Factor? source) => Interval.Of(line.Emission, G(line, source));

    /// <summary>The interval of their sum; null where they come to nothing.</summary>
    public static Interval? Of(IReadOnlyCollection<ActivityLine> lines, IReadOnlyDictionary<(string Code, int Version), Factor> sources) => Interval.Of(
        new Co2e(lines.Sum(l => l.Emission.Kilograms)),
        Pedigree.OfSum([.. lines.Select(l => (l.Emission.Kilograms, G(l, sources.GetValueOrDefault((l.Factor.Code, l.Factor.CatalogueVersion)))))]));

    private static double G(ActivityLine line, Factor? source) => Pedigree.OfProduct(FactorQuality.Of(source), Pedigree.OfMarks(MarksOf(line)));
}
