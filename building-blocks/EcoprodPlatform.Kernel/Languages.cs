using System.Globalization;

namespace EcoprodPlatform.Kernel;

/// <summary>The two languages of the product. French is the default wherever nobody chose.</summary>
public static class Languages
{
    public static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>British English: day before month, as everywhere in the product.</summary>
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static bool IsEnglish(CultureInfo culture)
        => string.Equals(culture.TwoLetterISOLanguageName, "en", StringComparison.Ordinal);

    /// <summary>The culture for a stored two-letter code; French for anything that is not <c>en</c>.</summary>
    public static CultureInfo Of(string? code)
        => string.Equals(code, "en", StringComparison.OrdinalIgnoreCase) ? English : French;
}
