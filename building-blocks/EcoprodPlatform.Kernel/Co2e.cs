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
    /// (0,007 - 0,97 - 15,66 - 412,8 - 2 954).
    /// </summary>
    public string InTonnes(CultureInfo culture) => Tonnes.ToString(
        Math.Abs(Tonnes) switch { 0m => "N0", < 0.1m => "N3", < 100m => "N2", < 1000m => "N1", _ => "N0" }, culture);

    /// <summary>"15,66 tCO2e" (fr) or "15.66 tCO2e" (en).</summary>
    public override string ToString() => $"{InTonnes(CultureInfo.CurrentCulture)} tCO2e";
}
