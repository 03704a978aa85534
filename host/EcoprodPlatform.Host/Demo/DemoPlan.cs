using System.Globalization;

namespace EcoprodPlatform.Host.Demo;

/// <summary>
/// The demo projects: about sixty works of all genres whose footprints lie in the bands that the sector published
/// (tonnes per production, kgCO2e per € of budget, split by post; docs/method.md names the sources). Always the same.
/// </summary>
internal static class DemoPlan
{
    /// <summary>What a genre's works look like.</summary>
    /// <param name="Genre">Code of the genre.</param>
    /// <param name="From">Least tonnes.</param>
    /// <param name="To">Most tonnes.</param>
    /// <param name="KgPerEuro">Kilograms of CO2e per € of budget (published totals over mean budgets).</param>
    /// <param name="Minutes">Duration of one episode.</param>
    /// <param name="Episodes">Episodes.</param>
    /// <param name="Days">Production days.</param>
    private sealed record Kind(string Genre, double From, double To, double KgPerEuro, int Minutes, int Episodes, int Days, string[] Titles);

    private static readonly Kind[] Kinds =
    [
        new("feature-film", 90, 620, 0.039, 102, 1, 220, ["Les Marées hautes", "Sous la canopée", "Une nuit à Dakar", "Parfum d’hiver", "Le Dernier Bac", "Terre battue", "Les Heures claires"]),
        new("tv-film", 55, 190, 0.042, 90, 1, 90, ["L’Affaire du canal", "Une vie ordinaire", "Le Pacte", "Retour à Sète"]),
        new("fiction-series", 60, 320, 0.038, 52, 6, 160, ["La Brigade du Sud, saison 2", "Haute tension", "Les Engagés du rail", "Port-Louis"]),
        new("documentary", 1.2, 42, 0.055, 52, 1, 100, ["Atelier 12", "Sur les traces du loup", "La Mer monte", "Vies de phare", "Ceux du marais", "La Fabrique du son", "Le Pain et le Feu"]),
        new("documentary-series", 8, 60, 0.055, 52, 4, 120, ["Fleuves", "Histoires de forêts", "Les Bâtisseurs"]),
        new("entertainment", 9, 60, 0.114, 95, 4, 30, ["Le Grand Relais", "Tous au jardin", "La Soirée du rire"]),
        new("game-show", 4, 24, 0.10, 50, 20, 25, ["Le Mot juste", "Quatre à la suite"]),
        new("magazine-news", 1, 9, 0.05, 26, 12, 40, ["Éco matin", "Territoires", "Le Mag du littoral"]),
        new("sport", 3, 38, 0.09, 120, 3, 12, ["Finale de rugby à VII", "Trail des Cévennes"]),
        new("live-capture", 2, 24, 0.067, 110, 1, 6, ["Fiesta des suds", "Opéra en plein air", "Festival des deux rives", "Concert pour le climat"]),
        new("commercial", 1, 46, 0.06, 1, 1, 8, ["Eau de source", "Mobilité douce", "Le Grand Magasin", "Banque du quartier", "Yaourt fermier", "Voiture partagée", "Assurance habitation"]),
        new("short-film", 1.5, 18, 0.08, 17, 1, 12, ["Le Plongeoir", "Aube", "La Clé de douze", "Petite Ourse"]),
        new("music-video", 0.4, 5, 0.057, 4, 1, 3, ["Néon", "Les Amants du TER"]),
        new("corporate-film", 0.3, 4, 0.057, 8, 1, 4, ["Portrait d’usine", "Nos métiers"]),
        new("animated-series", 14, 58, 0.03, 11, 26, 240, ["Mimi et les saisons"]),
        new("reality", 20, 70, 0.11, 52, 8, 45, ["Cap sur l’île"]),
    ];

    /// <summary>Share of each post, all genres (sector statistics, January 2025), and what it is spent on here.</summary>
    private static readonly (string Post, string Department, string Phase, double Share, string Factor, string Unit, double Kg, string Label)[] Parts =
    [
        ("transport", "transport", "pre-production", 0.012, "tgv", "passenger.km", 0.00293, "Repérages en train"),
        ("transport", "transport", "shooting", 0.118, "avion-long-avec-trainees", "passenger.km", 0.177894, "Vols de l’équipe"),
        ("transport", "transport", "shooting", 0.085, "voiture-compacte-diesel", "km", 0.14225, "Véhicules de tournage"),
        ("transport", "transport", "shooting", 0.060, "vul-3t5-diesel", "km", 0.34584, "Utilitaires image et électro"),
        ("purchased-goods", "set-design", "shooting", 0.186, "rm-petites-fournitures", "k€", 367, "Décors, matériaux, fournitures"),
        ("purchased-goods", "costume-makeup-hair", "shooting", 0.060, "rm-petites-fournitures", "k€", 367, "Costumes et maquillage"),
        ("food", "unit-logistics", "shooting", 0.096, "repas-moyen-base-carbone", "meal", 2.04, "Repas moyens"),
        ("food", "unit-logistics", "shooting", 0.012, "repas-vegetarien-base-carbone", "meal", 0.51, "Repas végétariens"),
        ("equipment", "technical-equipment", "shooting", 0.094, "rm-machines", "k€", 273, "Location de matériel"),
        ("post-production", "post-production", "post-production", 0.092, "rm-informatique", "k€", 75, "Prestations de post-production"),
        ("services", "production", "pre-production", 0.051, "rm-assurances", "k€", 77, "Assurances"),
        ("generators", "technical-equipment", "shooting", 0.041, "gazole-non-routier", "L", 3.16, "Groupe électrogène"),
        ("accommodation", "unit-logistics", "shooting", 0.036, "hotel-nuit-fr-3-etoiles", "night", 8.47, "Nuits d’hôtel"),
        ("electricity", "locations", "shooting", 0.012, "elec-fr-2024-mix-moyen", "kWh", 0.0519, "Branchements sur les lieux"),
        ("electricity", "post-production", "post-production", 0.010, "elec-fr-2024-mix-moyen", "kWh", 0.0519, "Salles de montage"),
        ("digital-data", "post-production", "post-production", 0.009, "ssd-externe", "unit", 135.0161, "Disques"),
        ("waste", "unit-logistics", "shooting", 0.007, "dechets-omr", "t", 386, "Ordures ménagères"),
    ];

    /// <summary>The projects in the order of their creation.</summary>
    public static IReadOnlyList<DemoProject> Projects(DateOnly today)
    {
        var random = new Random(2308);
        var projects = new List<DemoProject>();
        foreach (var kind in Kinds)
        {
            foreach (var title in kind.Titles)
            {
                projects.Add(Make(kind, title, random, today));
            }
        }

        projects.AddRange(Samples());
        return [.. projects.OrderBy(p => p.Created)];
    }

    private static DemoProject Make(Kind kind, string title, Random random, DateOnly today)
    {
        var tonnes = kind.From * Math.Pow(kind.To / kind.From, random.NextDouble());
        var created = today.AddDays(-random.Next(40, 900));
        var measured = created.AddDays(random.Next(5, 30));
        var closing = measured.AddDays(random.Next(30, 240));
        var state = random.Next(10);
        var isClosed = state < 5 && closing < today;
        var hasFinal = isClosed || state < 7;
        var budget = Math.Round(tonnes * 1000 / (kind.KgPerEuro * (0.7 + (0.7 * random.NextDouble()))) / 5000) * 5000;
        var currency = random.Next(25) == 0 ? "CHF" : "EUR";
        return new DemoProject(
            title,
            kind.Genre,
            random.Next(DemoAccounts.Producers.Count),
            random.Next(3),
            created,
            measured,
            isClosed ? closing : null,
            random.Next(12) == 0 ? null : (decimal)Math.Max(5000, budget),
            currency,
            random.Next(15) == 0 ? null : kind.Minutes * 60,
            kind.Episodes,
            kind.Days,
            Provisional: Lines(tonnes * (0.85 + (0.35 * random.NextDouble())), random),
            Final: hasFinal ? Lines(tonnes, random) : null);
    }

    /// <summary>The three rows of the member space guide (MS-60): 24 t, 24 t and 1 t.</summary>
    private static IEnumerable<DemoProject> Samples()
    {
        var random = new Random(60);
        var (december11, december13, december18) = (new DateOnly(2023, 12, 11), new DateOnly(2023, 12, 13), new DateOnly(2023, 12, 18));
        yield return new DemoProject("PROJET 1", "commercial", 0, 2, december13, december18, null, 400_000, "EUR", 30, 1, 8, null, Exactly(24));
        yield return new DemoProject("PROJET 2", "commercial", 0, 2, december13, december18, december18, 380_000, "EUR", 45, 1, 8, null, Exactly(24));
        yield return new DemoProject("PROJET 3", "documentary", 0, 1, december11, december18, null, 40_000, "EUR", 3120, 1, 30, Exactly(1), null);

        static IReadOnlyList<DemoLine> Exactly(int tonnes) =>
        [
            new("transport", "transport", "shooting", "vul-3t5-diesel", "km", Quantity(tonnes * 1000 * 0.4 / 0.34584), "Utilitaires"),
            new("set-design", "purchased-goods", "shooting", "rm-petites-fournitures", "k€", Quantity(tonnes * 1000 * 0.35 / 367), "Décors"),
            new("unit-logistics", "food", "shooting", "repas-moyen-base-carbone", "meal", Quantity(tonnes * 1000 * 0.15 / 2.04), "Repas"),
            new("post-production", "post-production", "post-production", "rm-informatique", "k€", Quantity(tonnes * 1000 * 0.10 / 75), "Post-production"),
        ];
    }

    private static List<DemoLine> Lines(double tonnes, Random random)
    {
        var weights = Parts.Select(p => p.Share * Math.Exp((random.NextDouble() - 0.5) * 1.2)).ToArray();
        var sum = weights.Sum();
        return [.. Parts.Select((p, i) => new DemoLine(p.Department, p.Post, p.Phase, p.Factor, p.Unit, Quantity(tonnes * 1000 * weights[i] / sum / p.Kg), p.Label))];
    }

    /// <summary>Whole where it is large, three digits where it is small: as people write quantities.</summary>
    private static decimal Quantity(double value) => value switch
    {
        >= 100 => Math.Round((decimal)value),
        >= 1 => Math.Round((decimal)value, 1),
        _ => Math.Max(0.001m, Math.Round((decimal)value, 3)),
    };
}

/// <summary>A demo project and its story.</summary>
internal sealed record DemoProject(
    string Title,
    string Genre,
    int Producer,
    int Tag,
    DateOnly Created,
    DateOnly Measured,
    DateOnly? Closed,
    decimal? Budget,
    string Currency,
    int? DurationSeconds,
    int Episodes,
    int Days,
    IReadOnlyList<DemoLine>? Provisional,
    IReadOnlyList<DemoLine>? Final)
{
    public object ToBody() => new
    {
        title = Title,
        editorialGenre = Genre,
        shootingTypologies = new[] { Genre is "live-capture" or "sport" ? "public-capture" : "exterior-location" },
        mainDistribution = Genre is "feature-film" or "short-film" ? "cinema" : "television",
        isExercise = false,
        currency = Currency,
        budget = Budget,
        episodes = Episodes,
        durationSeconds = DurationSeconds,
        shootingFormat = "4k",
        startDate = Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        deliveryDate = Created.AddDays(Days + 90).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        productionDays = Days,
        leadCountry = "FR",
        coproductionCountries = Array.Empty<string>(),
        productionCompanies = new[] { "ECOLOPROD" },
    };
}

/// <summary>An activity line of a demo project.</summary>
internal sealed record DemoLine(string Department, string Post, string Phase, string Factor, string Unit, decimal Quantity, string Label);
