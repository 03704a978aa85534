namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Kilograms of CO2e as lines print them: always kilograms, so that a column can be compared.</summary>
internal static class Kilograms
{
    /// <summary>"6 404,18 kg", "7,03 kg", "0,0123 kg".</summary>
    public static string Show(decimal kg, CultureInfo? culture = null)
        => (Math.Abs(kg) >= 1m ? Format.Decimal(kg, 2, culture) : Format.Significant(kg, culture)) + "\u00A0kg";

    /// <summary>Every digit there is: "6 404,184 kgCO2e".</summary>
    public static string Exact(decimal kg, CultureInfo? culture = null) => Format.Decimal(kg, 12, culture) + "\u00A0kgCO2e";

    /// <summary>The same under a key figure, which is narrow: the unit may go to the next line.</summary>
    public static string Note(decimal kg, CultureInfo? culture = null) => Format.Decimal(kg, 12, culture) + " kgCO2e";
}
