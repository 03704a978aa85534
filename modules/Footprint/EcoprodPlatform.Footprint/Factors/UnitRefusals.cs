namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Why a unit of a budget is none of a line, and what to write instead: a ticket has no length, a lump sum no content.</summary>
internal static class UnitRefusals
{
    private static readonly (string[] Words, Text Why)[] Known =
    [
        (["billet", "ticket", "place", "trajet", "trip", "journey", "voyage", "aller", "aller retour", "aller simple", "a r", "ar", "return", "vol", "flight", "course", "transfert", "transfer", "rotation"], new(
            "compte des trajets sans leur longueur : écrivez les kilomètres de tous les voyageurs (personnes × distance, en passager.km) ou ceux des véhicules (km)",
            "counts trips without their length: write the kilometres of all travellers (people × distance, in passenger.km) or those of the vehicles (km)")),
        (["pers", "personne", "person", "people", "pax", "passager", "passenger", "voyageur", "traveller", "figurant", "technicien", "comedien", "invite", "guest"], new(
            "compte des personnes, pas ce qu’elles consomment : écrivez des repas ou des nuits (personnes × jours), ou des passager.km (personnes × distance)",
            "counts people, not what they use: write meals or nights (people × days), or passenger.km (people × distance)")),
        (["semaine", "sem", "week", "wk", "mois", "month", "an", "annee", "year"], new(
            "n’a pas toujours autant de jours : écrivez des jours, des nuits ou des heures",
            "does not always have as many days: write days, nights or hours")),
        (["jour homme", "homme jour", "j h", "jh", "jour personne", "pers jour", "personne jour", "person day", "man day", "service", "vacation", "cachet", "shift"], new(
            "compte du travail : écrivez ce qu’il consomme (repas, nuits, km), ou la dépense en €",
            "counts work: write what it uses (meals, nights, km), or the expense in €")),
        (["forfait", "fft", "ens", "ensemble", "lot", "global", "allowance", "lump sum", "flat", "flat rate", "package", "set"], new(
            "ne dit pas ce qui est compté : écrivez la quantité, ou la dépense hors taxes en €",
            "does not say what is counted: write the quantity, or the expense before tax in €")),
        (["ml"], new("peut être un millilitre ou un mètre linéaire : écrivez cL, L ou m", "may be a millilitre or a metre of set: write cL, L or m")),
    ];

    private static readonly Text Accepted = new(
        "Unités acceptées : unités (pièces), jours, heures, nuits, repas, km, passager.km, t.km, kWh, L, m³, kg, t, m, m², Go, €, k€.",
        "Accepted units: units (pieces), days, hours, nights, meals, km, passenger.km, t.km, kWh, L, m³, kg, t, m, m², GB, €, k€.");

    /// <summary>What is said of a unit that <see cref="UnitConversion.Find"/> does not know.</summary>
    public static Text Of(string written) => WhyOf(written) is { } why
        ? new($"« {written} » {why.Fr}. {Accepted.Fr}", $"“{written}” {why.En}. {Accepted.En}")
        : new($"L’unité « {written} » n’est pas connue. {Accepted.Fr}", $"The unit “{written}” is not known. {Accepted.En}");

    /// <summary>The reason in the middle of a sentence, after the unit; null where nothing is known of it.</summary>
    public static Text? WhyOf(string written)
    {
        var folded = UnitConversion.Fold(written);
        return Known.Where(k => k.Words.Any(w => UnitConversion.Fold(w) == folded)).Select(k => (Text?)k.Why).FirstOrDefault();
    }
}
