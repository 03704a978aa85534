using System.Globalization;

namespace EcoprodPlatform.Kernel;

/// <summary>Rounding for display, in which what is not zero is never shown as zero (B06).</summary>
public static class Rounded
{
    /// <summary>
    /// The number with so many digits after the point; one that would be printed as zero and is not is "&lt; 0,001" ("&gt; -0,001" below zero):
    /// the smallest that these digits can say.
    /// </summary>
    public static string Show(decimal value, int decimals, CultureInfo culture)
    {
        var format = "N" + decimals.ToString(CultureInfo.InvariantCulture);
        if (value == 0 || decimal.Round(value, decimals, MidpointRounding.AwayFromZero) != 0)
        {
            return decimal.Round(value, decimals, MidpointRounding.AwayFromZero).ToString(format, culture);
        }

        var least = new decimal(1, 0, 0, value < 0, (byte)decimals).ToString(format, culture);
        return value < 0 ? $">\u00A0{least}" : $"<\u00A0{least}";
    }

    /// <summary>Rounded to so many digits after the point, or to three digits that mean something where the number is smaller than that: never to zero.</summary>
    public static decimal Keep(decimal value, int decimals)
    {
        var rounded = decimal.Round(value, decimals, MidpointRounding.AwayFromZero);
        for (var more = decimals; value != 0 && Math.Abs(rounded) < 100 * new decimal(1, 0, 0, false, (byte)more) && more < 28;)
        {
            more++;
            rounded = decimal.Round(value, more, MidpointRounding.AwayFromZero);
        }

        return rounded;
    }
}
