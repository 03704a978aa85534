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

    /// <summary>One sentence and an example for each unit that a line may count in.</summary>
    private static readonly Dictionary<string, Text> Sentences = new(StringComparer.Ordinal)
    {
        ["unit"] = new("Le nombre d’objets, achetés ou employés. Exemple : 3 disques durs font 3 unités.", "The number of things, bought or used. Example: 3 hard drives make 3 units."),
        ["night"] = new("Les nuits de toutes les chambres, ou de toutes les personnes si le facteur compte par personne. Exemple : 4 nuits dans 6 chambres font 24 nuits.", "The nights of all rooms, or of all people where the factor counts per person. Example: 4 nights in 6 rooms make 24 nights."),
        ["meal"] = new("Les repas servis à toute l’équipe. Exemple : 30 personnes, un repas par jour, 10 jours font 300 repas.", "The meals served to the whole crew. Example: 30 people, one meal a day, 10 days make 300 meals."),
        ["day"] = new("Les jours d’emploi, de chaque appareil. Exemple : 2 groupes pendant 5 jours font 10 jours.", "The days of use, of each device. Example: 2 generators for 5 days make 10 days."),
        ["passenger.km"] = new("Les kilomètres de tous les voyageurs : personnes × distance, aller et retour compris. Exemple : 8 personnes sur 500 km font 4 000 passager.km.", "The kilometres of all travellers: people × distance, there and back. Example: 8 people over 500 km make 4,000 passenger.km."),
        ["km"] = new("Les kilomètres des véhicules, quel que soit le nombre de personnes à bord (véhicule.km). Exemple : 2 utilitaires qui roulent chacun 300 km font 600 km.", "The kilometres of the vehicles, whatever the number of people on board (vehicle.km). Example: 2 vans that each drive 300 km make 600 km."),
        ["t.km"] = new("Les tonnes transportées × la distance. Exemple : 3 tonnes sur 500 km font 1 500 t.km.", "The tonnes carried × the distance. Example: 3 tonnes over 500 km make 1,500 t.km."),
        ["kWh"] = new("L’énergie consommée, lue sur la facture ou le compteur. Exemple : 10 kW pendant 8 heures font 80 kWh.", "The energy used, read off the bill or the meter. Example: 10 kW for 8 hours make 80 kWh."),
        ["kWh PCI"] = new("L’énergie en pouvoir calorifique inférieur. Une facture de gaz est en kWh PCS : divisez-la par 1,11. Exemple : 1 110 kWh PCS font 1 000 kWh PCI.", "The energy in net calorific value. A gas bill is in gross kWh: divide it by 1.11. Example: 1,110 gross kWh make 1,000 net kWh."),
        ["kWh capacity"] = new("La capacité de la batterie. Exemple : une station de 5 kWh compte 5.", "The capacity of the battery. Example: a power station of 5 kWh counts 5."),
        ["L"] = new("Les litres consommés. Exemple : un plein de 60 litres compte 60.", "The litres used. Example: a full tank of 60 litres counts 60."),
        ["kg"] = new("Le poids en kilogrammes. Exemple : 2 tonnes font 2 000 kg.", "The weight in kilograms. Example: 2 tonnes make 2,000 kg."),
        ["t"] = new("Le poids en tonnes. Exemple : 350 kg font 0,35 t.", "The weight in tonnes. Example: 350 kg make 0.35 t."),
        ["m"] = new("La longueur en mètres. Exemple : 10 bobines de 122 m font 1 220 m.", "The length in metres. Example: 10 reels of 122 m make 1,220 m."),
        ["m2"] = new("La surface en mètres carrés. Exemple : un mur de 6 m sur 3 m fait 18 m².", "The area in square metres. Example: a wall of 6 m by 3 m makes 18 m²."),
        ["m3"] = new("Le volume en mètres cubes. Exemple : 1 000 litres font 1 m³.", "The volume in cubic metres. Example: 1,000 litres make 1 m³."),
        ["h"] = new("Les heures d’emploi, de chaque appareil. Exemple : 3 heures de vol comptent 3.", "The hours of use, of each device. Example: 3 hours of flight count 3."),
        ["GB"] = new("Le volume de données en gigaoctets. Exemple : 2 To font 2 000 Go.", "The amount of data in gigabytes. Example: 2 TB make 2,000 GB."),
        ["GB.yr"] = new("Les gigaoctets gardés × les années. Exemple : 500 Go gardés 2 ans font 1 000 Go.an.", "The gigabytes kept × the years. Example: 500 GB kept for 2 years make 1,000 GB.year."),
        ["€"] = new("La dépense hors taxes, en euros. Exemple : une facture de 1 200 € TTC à 20 % compte 1 000.", "The expense before tax, in euros. Example: an invoice of €1,200 with 20% VAT counts 1,000."),
        ["k€"] = new("La dépense hors taxes, en milliers d’euros. Exemple : 12 500 € font 12,5 k€.", "The expense before tax, in thousands of euros. Example: €12,500 make 12.5 k€."),
    };

    /// <summary>Units that are a product: what is multiplied by what.</summary>
    private static readonly Dictionary<string, QuantityProduct> Products = new(StringComparer.Ordinal)
    {
        ["passenger.km"] = new(new("Nombre de personnes", "Number of people"), new("Distance de chacune (km)", "Distance of each (km)")),
        ["km"] = new(new("Nombre de véhicules", "Number of vehicles"), new("Distance de chacun (km)", "Distance of each (km)")),
        ["t.km"] = new(new("Poids (tonnes)", "Weight (tonnes)"), new("Distance (km)", "Distance (km)")),
        ["night"] = new(new("Nombre de nuits", "Number of nights"), new("Chambres ou personnes", "Rooms or people")),
        ["GB.yr"] = new(new("Volume (Go)", "Amount (GB)"), new("Durée (années)", "Time (years)")),
    };

    /// <summary>The units that a line may count in: those that are explained.</summary>
    public static IReadOnlyCollection<string> Countable => Sentences.Keys;

    /// <summary>A factor counted in it is a monetary ratio: an amount stands for things that nobody has counted.</summary>
    public static bool IsMoney(string? code) => code is "€" or "k€";

    /// <summary>What the unit means, with an example; null for a unit that nobody has explained yet.</summary>
    public static Text? Explain(string code) => Sentences.TryGetValue(code, out var sentence) ? sentence : null;

    /// <summary>The two numbers that make a quantity of this unit; null where it is one number.</summary>
    public static QuantityProduct? ProductOf(string? code) => code is null ? null : Products.GetValueOrDefault(code);

    /// <summary>"passager.km", "nuit", "kWh".</summary>
    public static Text NameOf(string code) => Names.TryGetValue(code, out var name) ? name : Text.Same(code);

    /// <summary>"nuits"; null for a unit that is no word with a plural.</summary>
    public static Text? PluralOf(string code) => Plurals.TryGetValue(code, out var plural) ? plural : null;

    /// <summary>Every way a unit is written behind a number: its code, its names and their plurals.</summary>
    public static string[] Writings(string? code) => code is null ? [] :
        [.. new[] { Text.Same(code), NameOf(code), Plurals.GetValueOrDefault(code, NameOf(code)) }.SelectMany(t => new[] { t.Fr, t.En }).Distinct(StringComparer.Ordinal)];

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

/// <summary>Two numbers that people know, whose product is the quantity: people and kilometres.</summary>
internal sealed record QuantityProduct(Text First, Text Second);
