namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// How masses are kept in the read model: whole micrograms (10⁻⁹ kg) in a bigint. Sums of whole numbers are exact, so
/// the margins of a footprint and the total of a dashboard are the same sum to the last digit, and PostgreSQL adds ten
/// thousand rows of them in milliseconds. What is lost is below a microgram per cell; the limit is 9 million tonnes.
/// </summary>
internal static class Micrograms
{
    private const decimal PerKilogram = 1_000_000_000m;

    public static long Of(decimal kilograms) => decimal.ToInt64(decimal.Round(kilograms * PerKilogram));

    public static Co2e ToCo2e(decimal micrograms) => new(micrograms / PerKilogram);
}
