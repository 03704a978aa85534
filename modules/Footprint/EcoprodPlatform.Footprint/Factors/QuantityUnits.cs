namespace EcoprodPlatform.Footprint.Factors;

/// <summary>The units of quantities in words. The code is the catalogue's; a code without words is shown as it is.</summary>
internal static class QuantityUnits
{
    private static readonly Dictionary<string, Text> Names = new(StringComparer.Ordinal)
    {
        ["unit"] = new("unité", "unit"),
        ["night"] = new("nuit", "night"),
        ["meal"] = new("repas", "meal"),
        ["day"] = new("jour", "day"),
        ["passenger.km"] = new("passager.km", "passenger.km"),
        ["t.km"] = new("t.km", "t.km"),
        ["m2"] = Text.Same("m²"),
        ["m3"] = Text.Same("m³"),
        ["GB"] = new("Go", "GB"),
        ["GB.yr"] = new("Go.an", "GB.year"),
        ["kWh PCI"] = new("kWh PCI", "kWh (net CV)"),
        ["kWh capacity"] = new("kWh de capacité", "kWh of capacity"),
        ["yr"] = new("an", "year"),
        ["FTE.yr"] = new("ETP.an", "FTE.year"),
        ["person.yr"] = new("personne.an", "person.year"),
    };

    private static readonly Dictionary<string, Text> Plurals = new(StringComparer.Ordinal)
    {
        ["unit"] = new("unités", "units"),
        ["night"] = new("nuits", "nights"),
        ["meal"] = new("repas", "meals"),
        ["day"] = new("jours", "days"),
    };

    /// <summary>"passager.km", "nuit", "kWh".</summary>
    public static Text NameOf(string code) => Names.TryGetValue(code, out var name) ? name : Text.Same(code);

    /// <summary>"64 nuits", "2 400 passager.km": only units that are words take a plural.</summary>
    public static string Count(decimal quantity, string code, CultureInfo culture)
    {
        var many = Languages.IsEnglish(culture) ? quantity != 1 : quantity >= 2;
        var name = many && Plurals.TryGetValue(code, out var plural) ? plural : NameOf(code);
        return $"{Format.Decimal(quantity, 6, culture)}\u00A0{name.In(culture)}";
    }

    /// <summary>The unit of a fact: "kgCO2e/nuit", "percent".</summary>
    public static Text NameOfFact(string unit)
    {
        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return unit == "percent" ? Text.Same("%") : Text.Same(unit);
        }

        var per = NameOf(unit[(slash + 1)..]);
        return new Text($"{unit[..slash]}/{per.Fr}", $"{unit[..slash]}/{per.En}");
    }
}
