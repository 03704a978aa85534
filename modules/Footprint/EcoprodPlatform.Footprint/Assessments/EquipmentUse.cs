namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>The part of their lives that devices are used: the footprint of their making counts for that part ("immobilisation").</summary>
/// <param name="Days">Of each device.</param>
/// <param name="Years">How long a device lasts.</param>
/// <param name="Share">Percent of that time that it works for the project.</param>
internal sealed record EquipmentUse(decimal Devices, decimal Days, decimal Years, decimal Share)
{
    private const int DaysOfYear = 365;

    /// <summary>Whole devices, rounded as every quantity is.</summary>
    public decimal Quantity => decimal.Round(Devices * Days * Share / (Years * DaysOfYear * 100), LineRules.MostDecimals, MidpointRounding.AwayFromZero) / 1.000000000000000000000000000000m;

    /// <summary>Longer than it lasts, it would be more than one device.</summary>
    public bool OutlastsItself => Days > Years * DaysOfYear;

    /// <summary>"2 × 30 jours sur 5 ans".</summary>
    public Text Name => new(
        $"{Number(Devices, Languages.French)} × {Number(Days, Languages.French)} jours sur {Number(Years, Languages.French)} ans{(Share == 100 ? "" : $", à {Number(Share, Languages.French)} %")}",
        $"{Number(Devices, Languages.English)} × {Number(Days, Languages.English)} days of {Number(Years, Languages.English)} years{(Share == 100 ? "" : $", at {Number(Share, Languages.English)}%")}");

    /// <summary>"2 × 30 jours ÷ (5 ans × 365 jours) = 0,032877".</summary>
    public Text Formula => new(
        $"{Number(Devices, Languages.French)} × {Number(Days, Languages.French)} jours{(Share == 100 ? "" : $" × {Number(Share, Languages.French)} %")} ÷ ({Number(Years, Languages.French)} ans × 365 jours) = {Number(Quantity, Languages.French)}",
        $"{Number(Devices, Languages.English)} × {Number(Days, Languages.English)} days{(Share == 100 ? "" : $" × {Number(Share, Languages.English)}%")} ÷ ({Number(Years, Languages.English)} years × 365 days) = {Number(Quantity, Languages.English)}");

    private static string Number(decimal number, CultureInfo language) => Format.Decimal(number, LineRules.MostDecimals, language);
}
