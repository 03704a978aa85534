namespace EcoprodPlatform.Testing;

/// <summary>
/// The EcoIndex of a page, by the published method of the Collectif Green IT: where the page stands among the sites of
/// the HTTP Archive for the size of its DOM (weight 3), its requests (2) and what it transfers (1). 100 is best.
/// </summary>
public static class EcoIndex
{
    /// <summary>What counts as DOM: every element, but not what is inside a drawing. For the browser's console.</summary>
    public const string CountElements = "document.querySelectorAll('*').length - document.querySelectorAll('svg *').length";

    private static readonly double[] Elements = [0, 47, 75, 159, 233, 298, 358, 417, 476, 537, 603, 674, 753, 843, 949, 1076, 1237, 1459, 1801, 2479, 594601];
    private static readonly double[] Requests = [0, 2, 15, 25, 34, 42, 49, 56, 63, 70, 78, 86, 95, 105, 117, 130, 147, 170, 205, 281, 3920];
    private static readonly double[] Kilobytes = [0, 1.37, 144.7, 319.53, 479.46, 631.97, 783.38, 937.91, 1098.62, 1265.47, 1448.32, 1648.27, 1876.08, 2142.06, 2465.37, 2866.31, 3401.59, 4155.73, 5400.08, 8037.54, 223212.26];

    /// <summary>0 to 100.</summary>
    public static double Of(int elements, int requests, double kilobytes)
        => 100 - (5 * ((3 * Rank(Elements, elements)) + (2 * Rank(Requests, requests)) + Rank(Kilobytes, kilobytes)) / 6);

    /// <summary>A (above 80) to G.</summary>
    public static char Grade(double index) => index switch
    {
        > 80 => 'A',
        > 70 => 'B',
        > 55 => 'C',
        > 40 => 'D',
        > 25 => 'E',
        > 10 => 'F',
        _ => 'G',
    };

    private static double Rank(double[] quantiles, double value)
    {
        var above = Array.FindIndex(quantiles, q => value < q);
        return above < 0 ? quantiles.Length - 1 : above - 1 + ((value - quantiles[above - 1]) / (quantiles[above] - quantiles[above - 1]));
    }
}
