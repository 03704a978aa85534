namespace EcoprodPlatform.Footprint.Uncertainty;

/// <summary>
/// The uncertainty of the Bilan Carbone method (v9), formula for formula. Its measure is G, the square of the geometric standard
/// deviation: 95 % of the values lie between E / G and E × G, and 1 is certainty. Logarithms need a double; masses stay decimals.
/// </summary>
internal static class Pedigree
{
    /// <summary>G of five marks: exp √Σ ln² c.</summary>
    public static double OfMarks(QualityMarks marks) => Math.Exp(Math.Sqrt(QualityCriterion.All.Sum(c => Squared(Math.Log(c.Coefficient(marks))))));

    /// <summary>G of a product of two: exp 2√(ln² √G1 + ln² √G2).</summary>
    public static double OfProduct(double factor, double datum)
        => Math.Exp(2 * Math.Sqrt(Squared(Math.Log(Math.Sqrt(factor))) + Squared(Math.Log(Math.Sqrt(datum)))));

    /// <summary>
    /// G of a sum, each line by its share: (exp √Σ share² × ln² √G)². Null where the sum is nothing. The method takes lines as
    /// independent of one another.
    /// </summary>
    public static double? OfSum(IReadOnlyCollection<(decimal Kilograms, double G)> lines)
    {
        var total = lines.Sum(l => l.Kilograms);
        return total <= 0
            ? null
            // In order of size, so that the order of the lines changes no digit.
            : Squared(Math.Exp(Math.Sqrt(lines.Select(l => Squared((double)(l.Kilograms / total)) * Squared(Math.Log(Math.Sqrt(l.G)))).Order().Sum())));
    }

    private static double Squared(double x) => x * x;
}
