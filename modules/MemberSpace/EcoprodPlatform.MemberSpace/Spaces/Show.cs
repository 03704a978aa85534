using System.Globalization;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>How masses are printed in a space.</summary>
internal static class Show
{
    /// <summary>Tonnes without unit: "24" where it is exactly that (MS-60), else the digits that mean something ("15,66").</summary>
    public static string Tonnes(decimal kilograms)
    {
        var mass = new Co2e(kilograms);
        return decimal.Truncate(mass.Tonnes) == mass.Tonnes
            ? Format.Decimal(mass.Tonnes, 0)
            : mass.InTonnes(CultureInfo.CurrentUICulture);
    }

    /// <summary>"27,5 %": always with its tenth, so that a column of shares can be added up.</summary>
    public static string? Share(decimal? percent)
        => percent is { } share ? Format.Fixed(share, 1) + new Text("\u00A0%", "%") : null;
}
