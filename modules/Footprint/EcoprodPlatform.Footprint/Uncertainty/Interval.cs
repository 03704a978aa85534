namespace EcoprodPlatform.Footprint.Uncertainty;

/// <summary>
/// Where a mass lies in 95 cases of 100: between E / G and E × G. Two digits that mean something, the lower end rounded down and the
/// upper one up, so that it never looks surer than it is.
/// </summary>
/// <param name="G">What the mass may be divided or multiplied by, at least 1.</param>
public sealed record Interval(double G, Co2e Low, Co2e High)
{
    public UncertaintyClass Class => UncertaintyClasses.Of(G);

    /// <summary>Null where nothing is counted: a zero has no interval.</summary>
    internal static Interval? Of(Co2e mass, double? g)
        => g is { } by && mass > Co2e.Zero
            ? new Interval(by, new Co2e(Rounded(mass.Kilograms / (decimal)by, decimal.Floor)), new Co2e(Rounded(mass.Kilograms * (decimal)by, decimal.Ceiling)))
            : null;

    /// <summary>"13 à 19", in tonnes as totals are.</summary>
    internal Text InTonnes => Between(1000m);

    /// <summary>"5,4 à 9,2", in kilograms as lines are.</summary>
    internal Text InKilograms => Between(1m);

    /// <summary>Kept together on one line.</summary>
    private Text Between(decimal unit) => new(
        $"{Show(Low.Kilograms / unit, Languages.French)}\u00A0à\u00A0{Show(High.Kilograms / unit, Languages.French)}",
        $"{Show(Low.Kilograms / unit, Languages.English)}\u00A0to\u00A0{Show(High.Kilograms / unit, Languages.English)}");

    /// <summary>Both digits, the second one too where it is a zero: "1,0".</summary>
    private static string Show(decimal value, CultureInfo language)
    {
        var decimals = 0;
        for (var size = value; size is > 0 and < 10; size *= 10)
        {
            decimals++;
        }

        return Web.Format.Fixed(value, decimals, language);
    }

    private static decimal Rounded(decimal value, Func<decimal, decimal> round)
    {
        var step = 1m;
        while (value / step >= 100)
        {
            step *= 10;
        }

        while (value / step < 10)
        {
            step /= 10;
        }

        return round(value / step) * step;
    }
}
