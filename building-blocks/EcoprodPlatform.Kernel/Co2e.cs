using System.Globalization;

namespace EcoprodPlatform.Kernel;

/// <summary>
/// A mass of greenhouse gases in CO2 equivalents. Kilograms inside, exact decimals; tonnes only at display (CC-21).
/// </summary>
public readonly record struct Co2e(decimal Kilograms) : IComparable<Co2e>
{
    public static Co2e Zero => default;

    public decimal Tonnes => Kilograms / 1000m;

    public static Co2e operator +(Co2e a, Co2e b) => new(a.Kilograms + b.Kilograms);

    public static Co2e operator -(Co2e a, Co2e b) => new(a.Kilograms - b.Kilograms);

    public int CompareTo(Co2e other) => Kilograms.CompareTo(other.Kilograms);

    public static bool operator <(Co2e a, Co2e b) => a.Kilograms < b.Kilograms;

    public static bool operator >(Co2e a, Co2e b) => a.Kilograms > b.Kilograms;

    public static bool operator <=(Co2e a, Co2e b) => a.Kilograms <= b.Kilograms;

    public static bool operator >=(Co2e a, Co2e b) => a.Kilograms >= b.Kilograms;

    /// <summary>
    /// The display form, without the unit: tonnes with enough digits to be read and no false precision
    /// (&lt; 0,001 - 0,007 - 0,97 - 15,66 - 412,8 - 2 954).
    /// </summary>
    public string InTonnes(CultureInfo culture) => Rounded.Show(Tonnes, Math.Abs(Tonnes) switch { 0m => 0, < 0.1m => 3, < 100m => 2, < 1000m => 1, _ => 0 }, culture);

    /// <summary>The same for a difference, with its sign in front.</summary>
    public string InTonnesSigned(CultureInfo culture) => InTonnes(culture) is var text && Kilograms > 0 && !text.StartsWith('<') ? $"+{text}" : text;

    /// <summary>"15,66 tCO2e" (fr) or "15.66 tCO2e" (en).</summary>
    public override string ToString() => $"{InTonnes(CultureInfo.CurrentCulture)} tCO2e";
}
