namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// Units as people spell them, and quantities in another unit: only where the conversion is known and exact, so that no number ever keeps its digits and
/// changes its meaning. All that is known differs by a power of ten. What means two things ("ml", a millilitre and a metre of set) is not known. Kilowatt hours of the grid are not those of a fuel, kilometres of a vehicle are not those of its passengers.
/// </summary>
internal static class UnitConversion
{
    /// <summary>Signs that are parts of units: all others only part their words.</summary>
    private const string Signs = "€";

    private static readonly Unit[] All =
    [
        new("g", "mass", 0, "gramme", "gram"),
        new("kg", "mass", 3, "kilo", "kilogramme", "kilogram"),
        new("t", "mass", 6, "tonne", "ton"),
        new("cL", "volume", -2, "centilitre", "centiliter"),
        new("L", "volume", 0, "litre", "liter"),
        new("hL", "volume", 2, "hectolitre", "hectoliter"),
        new("m3", "volume", 3, "metre cube", "cubic metre", "cubic meter"),
        new("Wh", "energy", 0),
        new("kWh", "energy", 3, "kilowattheure", "kilowatt heure", "kilowatt hour"),
        new("MWh", "energy", 6, "megawattheure", "megawatt heure", "megawatt hour"),
        new("GWh", "energy", 9),
        new("kWh PCI", "net energy", 3, "kWh net cv", "kWh ncv"),
        new("MWh PCI", "net energy", 6, "MWh net cv", "MWh ncv"),
        new("mm", "length", -3, "millimetre", "millimeter"),
        new("cm", "length", -2, "centimetre", "centimeter"),
        new("m", "length", 0, "metre", "meter", "metre lineaire"),
        new("km", "length", 3, "kilometre", "kilometer", "kilom", "vehicule km", "vehicle km", "veh km", "vkm"),
        new("MB", "data", -3, "Mo", "megaoctet", "megabyte"),
        new("GB", "data", 0, "gigaoctet", "gigabyte"),
        new("TB", "data", 3, "To", "teraoctet", "terabyte"),
        new("€", "money", 0, "EUR", "euro", "€ HT"),
        new("k€", "money", 3, "kEUR", "k euro", "millier d'euro", "k€ HT"),
        new("m2", "area", 0, "metre carre", "square metre", "square meter"),
        new("h", "hours", 0, "heure", "hour", "hr"),
        new("day", "days", 0, "j", "jr", "journee", "jour de tournage", "jour de location", "shooting day"),
        new("night", "nights", 0, "nuitee", "nte", "nuit d'hotel", "nuit d’hotel", "nuit chambre", "chambre nuit", "nuit personne", "room night", "hotel night", "person night"),
        new("meal", "meals", 0, "couvert", "plateau", "plateau repas", "dejeuner", "diner", "lunch", "dinner"),
        new("unit", "units", 0, "u", "un", "piece", "pce", "pc", "exemplaire", "ex", "item", "article", "objet", "nb", "nbre", "nombre", "number", "qte", "qty", "colis", "parcel"),
        new("passenger.km", "passengers", 0, "passager km", "voyageur km", "personne km", "pers km", "person km", "pax km", "p km", "pkm"),
        new("t.km", "freight", 0, "tonne km", "tkm"),
        new("GB.yr", "kept data", 0),
        new("kWh capacity", "capacity", 0),
    ];

    private static readonly Dictionary<string, Unit> ByCode = All.ToDictionary(u => u.Code, StringComparer.Ordinal);

    private static readonly Dictionary<string, string> BySpelling = Spelled();

    /// <summary>The code of a unit as people spell it ("nuits", "m³", "litres", "k€"); null where nobody knows it.</summary>
    public static string? Find(string? spelling) => BySpelling.GetValueOrDefault(Fold(spelling));

    /// <summary>The same quantity in another unit, exact; null where there is no such conversion, or not one digit for digit.</summary>
    public static decimal? Convert(decimal quantity, string from, string to)
    {
        if (from == to)
        {
            return quantity;
        }

        // Beyond, no line can hold it, and the product might not be exact.
        if (!ByCode.TryGetValue(from, out var one) || !ByCode.TryGetValue(to, out var other) || one.Kind != other.Kind || Math.Abs(quantity) > 1_000_000_000_000_000m)
        {
            return null;
        }

        var converted = Scaled(quantity, one.Power - other.Power);
        return Scaled(converted, other.Power - one.Power) == quantity ? converted : null;
    }

    private static decimal Scaled(decimal quantity, int power)
    {
        var ten = power < 0 ? 0.1m : 10m;
        for (var i = Math.Abs(power); i > 0; i--)
        {
            quantity *= ten;
        }

        return quantity;
    }

    private static Dictionary<string, string> Spelled()
    {
        var spelled = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var unit in All)
        {
            foreach (var spelling in unit.Spellings.Concat(QuantityUnits.Writings(unit.Code)))
            {
                spelled.TryAdd(Fold(spelling), unit.Code);
            }
        }

        return spelled;
    }

    /// <summary>Case, accents, signs and plurals do not count.</summary>
    internal static string Fold(string? text)
        => string.Join(' ', Folded.Words(text, Signs).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Length > 2 && w[^1] == 's' ? w[..^1] : w).Where(w => w != "s"));

    /// <param name="Kind">Units of one kind convert into each other.</param>
    /// <param name="Power">How many of the kind's base it is, as a power of ten.</param>
    /// <param name="Spellings">Beside the code and the names of <see cref="QuantityUnits"/>.</param>
    private sealed record Unit(string Code, string Kind, int Power, params string[] Spellings);
}
