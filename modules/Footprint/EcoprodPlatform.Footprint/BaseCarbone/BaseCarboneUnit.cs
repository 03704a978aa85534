namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>
/// The unit of an element in one spelling. Spellings of one unit are folded; two units never are: kWh PCI and kWh PCS differ by 7 to 11 %, and the
/// price year of a monetary ratio is part of its unit.
/// </summary>
internal static class BaseCarboneUnit
{
    /// <summary>Units that the catalogue has a code for, and the spellings met. Keys are lower case, without spaces, brackets and points at the end.</summary>
    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["passager.km"] = "passenger.km",
        ["passagers.km"] = "passenger.km",
        ["t.km"] = "t.km",
        ["tonne.km"] = "t.km",
        ["km"] = "km",
        ["kg"] = "kg",
        ["tonne"] = "t",
        ["tonnes"] = "t",
        ["t"] = "t",
        ["litre"] = "L",
        ["litres"] = "L",
        ["l"] = "L",
        ["m2"] = "m2",
        ["m3"] = "m3",
        ["kwh"] = "kWh",
        ["kwhpci"] = "kWh PCI",
        ["kwhpcs"] = "kWh PCS",
        ["unité"] = "unit",
        ["unite"] = "unit",
        ["keuro"] = "k€",
        ["k€"] = "k€",
        ["euro"] = "€",
        ["€"] = "€",
        ["gj"] = "GJ",
        ["mj"] = "MJ",
        ["teppci"] = "tep PCI",
        ["teppcs"] = "tep PCS",
    };

    private static readonly string[] Masses = ["kgco2e", "kgco2eq", "kgeqco2", "kgéqco2"];

    /// <summary>What a quantity is counted in (<c>passenger.km</c>, <c>kWh PCI</c>, <c>keuro (2023) HT</c>).</summary>
    /// <param name="written">As the file has it (<c>kgCO2e/passager.km</c>).</param>
    /// <returns>Null when it is not kilograms of CO2e for something: kilograms of carbon, tonnes, grams. Nothing is ever multiplied to make it so.</returns>
    public static string? Read(string written)
    {
        var text = written.Replace('\u00A0', ' ').Replace('\u202F', ' ').Replace('₂', '2').Replace('²', '2').Replace('³', '3').Trim();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !Masses.Contains(Key(text[..slash]), StringComparer.Ordinal))
        {
            return null;
        }

        var per = string.Join(' ', text[(slash + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.').TrimEnd();
        return per.Length == 0 ? null : Codes.GetValueOrDefault(Key(per), per);
    }

    private static string Key(string text)
        => string.Concat(text.ToLowerInvariant().Where(c => c is not (' ' or '(' or ')'))).TrimEnd('.');
}
