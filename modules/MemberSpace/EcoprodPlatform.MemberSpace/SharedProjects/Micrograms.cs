namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// The unit of masses in the read model: micrograms (10⁻⁹ kg), in numeric with all their digits. Nothing is rounded before
/// it is shown, so the cells of a footprint, its margins, its total and a dashboard's are one sum to the last digit.
/// </summary>
internal static class Micrograms
{
    private const decimal PerKilogram = 1_000_000_000m;

    private const decimal NoTrailingZeros = 1.0000000000000000000000000000m;

    /// <summary>A quantity and a factor have six decimals at most each; beyond twelve no footprint goes, and a sum might not fit a decimal.</summary>
    private const int Decimals = 12;

    public static decimal Exactly(decimal kilograms) => decimal.Round(kilograms, Decimals) * PerKilogram;

    public static Co2e ToCo2e(decimal micrograms) => new(micrograms / PerKilogram / NoTrailingZeros);
}
