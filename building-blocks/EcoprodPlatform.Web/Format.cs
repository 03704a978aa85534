using System.Globalization;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web;

/// <summary>
/// Numbers, dates and durations as people read them, in the language of the request unless another is named.
/// Dates are days of Paris, whatever the server's clock is set to.
/// </summary>
public static class Format
{
    /// <summary>Whose days dates are, and whose clock what goes by the week.</summary>
    public static TimeZoneInfo Paris { get; } = FindParis();

    /// <summary>"1 204" or "1,204".</summary>
    public static string Integer(long value, CultureInfo? culture = null) => value.ToString("N0", culture ?? CultureInfo.CurrentUICulture);

    /// <summary>At most <paramref name="maxDecimals"/> digits after the point, trailing zeros dropped.</summary>
    public static string Decimal(decimal value, int maxDecimals = 2, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        var rounded = Plain(decimal.Round(value, maxDecimals, MidpointRounding.AwayFromZero));
        return rounded == 0 && value != 0 ? Rounded.Show(value, maxDecimals, culture) : Rounded.Show(rounded, rounded.Scale, culture);
    }

    /// <summary>Exactly <paramref name="decimals"/> digits after the point: for columns.</summary>
    public static string Fixed(decimal value, int decimals, CultureInfo? culture = null)
        => Rounded.Show(value, decimals, culture ?? CultureInfo.CurrentUICulture);

    /// <summary>A number to put into a field: grouped to be read, with all its digits.</summary>
    public static string Input(decimal value, CultureInfo? culture = null) => Decimal(value, 28, culture);

    /// <summary>"300 000 €", "300,000.50 CHF": cents only when there are some, the symbol where everyone knows it.</summary>
    /// <param name="currency">ISO 4217 code.</param>
    public static string Money(decimal value, string currency, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        var number = decimal.Truncate(value) == value ? Fixed(value, 0, culture) : Fixed(value, 2, culture);
        var symbol = currency switch { "EUR" => "€", "GBP" => "£", _ => null };
        return Languages.IsEnglish(culture) && symbol is not null
            ? (value < 0 ? "-" : "") + symbol + number.TrimStart('-')
            : $"{number}\u00A0{symbol ?? currency}";
    }

    /// <summary>"dd/MM/yyyy" in both languages.</summary>
    public static string Date(DateOnly date, CultureInfo? culture = null) => date.ToString("dd'/'MM'/'yyyy", culture ?? CultureInfo.CurrentUICulture);

    /// <summary>The day in Paris.</summary>
    public static string Date(DateTimeOffset moment, CultureInfo? culture = null)
        => Date(Day(moment), culture);

    /// <summary>The day it is in Paris at a moment: what a closing date or a membership is counted by.</summary>
    public static DateOnly Day(DateTimeOffset moment) => DateOnly.FromDateTime(InParis(moment).DateTime);

    /// <summary>When a day begins in Paris.</summary>
    public static DateTimeOffset Start(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Paris.GetUtcOffset(midnight));
    }

    /// <summary>"18/01/2026 à 14:05", Paris time.</summary>
    public static string DateTime(DateTimeOffset moment, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        return Date(moment, culture) + new Text(" à ", " at ").In(culture) + InParis(moment).ToString("HH':'mm", culture);
    }

    /// <summary>"5 décembre 2025": for sentences.</summary>
    public static string LongDate(DateOnly date, CultureInfo? culture = null) => date.ToString("d MMMM yyyy", culture ?? CultureInfo.CurrentUICulture);

    /// <summary>For the <c>datetime</c> attribute of a time element.</summary>
    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>"52 min", "1 h 30 min", "45 s".</summary>
    public static string Duration(int seconds, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        string?[] parts =
        [
            seconds >= 3600 ? $"{Integer(seconds / 3600, culture)}\u00A0h" : null,
            seconds / 60 % 60 > 0 ? $"{seconds / 60 % 60}\u00A0min" : null,
            seconds % 60 > 0 || seconds == 0 ? $"{seconds % 60}\u00A0s" : null,
        ];
        return string.Join(' ', parts.Where(p => p is not null));
    }

    /// <summary>0.71 is "71 %" or "71%".</summary>
    public static string Percent(decimal ratio, int maxDecimals = 0, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        return Decimal(ratio * 100m, maxDecimals, culture) + (Languages.IsEnglish(culture) ? "%" : "\u00A0%");
    }

    /// <summary>"15,66 tCO2e": tonnes with the digits that mean something.</summary>
    public static string Co2e(Co2e mass, CultureInfo? culture = null) => $"{mass.InTonnes(culture ?? CultureInfo.CurrentUICulture)}\u00A0tCO2e";

    /// <summary>A mass in the unit that reads best: "412,8 t", "52 kg", "3,1 g".</summary>
    public static string Mass(Co2e mass, CultureInfo? culture = null)
    {
        culture ??= CultureInfo.CurrentUICulture;
        return Math.Abs(mass.Kilograms) switch
        {
            0m => "0\u00A0t",
            < 1m => $"{Significant(mass.Kilograms * 1000m, culture)}\u00A0g",
            < 1000m => $"{Significant(mass.Kilograms, culture)}\u00A0kg",
            _ => $"{mass.InTonnes(culture)}\u00A0t",
        };
    }

    /// <summary>Three digits that mean something: 0,00000316 - 0,0123 - 1,23 - 12,3 - 123 - 12 345.</summary>
    public static string Significant(decimal value, CultureInfo? culture = null)
    {
        var decimals = Math.Abs(value) switch { >= 100m => 0, >= 10m => 1, _ => 2 };
        return Decimal(Rounded.Keep(value, decimals), 28, culture);
    }

    /// <summary>A number with its unit, kept together on one line.</summary>
    public static string Quantity(decimal value, string unit, int maxDecimals = 2, CultureInfo? culture = null)
        => $"{Decimal(value, maxDecimals, culture)}\u00A0{unit}";

    /// <summary>The same number without trailing zeros: a decimal remembers how many it was written with.</summary>
    internal static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    /// <summary>The same moment on the clocks of Paris.</summary>
    internal static DateTimeOffset InParis(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Paris);

    private static TimeZoneInfo FindParis()
        => TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Paris", out var zone) ? zone : TimeZoneInfo.Utc;
}
