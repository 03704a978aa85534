namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Kilograms of CO2e as lines print them: always kilograms, so that a column can be compared.</summary>
internal static class Kilograms
{
    /// <summary>"6 404,18 kg", "7,03 kg", "0,0123 kg".</summary>
    public static string Show(decimal kg, CultureInfo? culture = null)
        => (Math.Abs(kg) >= 1m ? Format.Decimal(kg, 2, culture) : Format.Significant(kg, culture)) + "\u00A0kg";

    /// <summary>In a formula: "6 404,18 kgCO2e". The exact digits are in the workbook and the API: beside an interval they would say what nobody knows.</summary>
    public static string InFormula(decimal kg, CultureInfo? culture = null) => Show(kg, culture) + "CO2e";
}
