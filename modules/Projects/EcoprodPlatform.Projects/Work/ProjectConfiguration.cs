using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Projects.Work;

/// <summary>
/// The general information of a project, as its Configuration page holds it (PR-2 to PR-16). Stored in events, so every
/// field is a code or a plain value, never a label. Form, JSON, facts, history and equality follow from
/// <see cref="Fields"/>: a property that is not declared there fails a test.
/// </summary>
internal record ProjectConfiguration
{
    public const int MaxDurationSeconds = 1000 * 3600;

    private static readonly string[] FrequentCountries = ["FR", "BE", "CH", "LU", "CA", "DE", "IT", "ES", "PT", "GB", "US", "MA", "SN", "TN"];

    private static readonly DayKind<ProjectConfiguration> Start = new(c => c.StartDate, "project.date", new("Date de début du projet", "Project start date"));

    private static readonly DayKind<ProjectConfiguration> Delivery = new(c => c.DeliveryDate, "project.date", new("Date de livraison du projet", "Project delivery date"));

    private static readonly WrittenChoicesKind<ProjectConfiguration> Coproduction = new(c => c.CoproductionCountries, "project.unknown-country", new("Pays de coproduction", "Co-production countries"), Terms.Countries, most: 50)
    {
        MoreName = "coproductionAdd",
        MoreLabel = new("Ajouter des pays de coproduction", "Add co-production countries"),
        MoreHelp = new("Un ou plusieurs, séparés par des virgules.", "One or more, separated by commas."),
        ChosenHelp = new("Décochez un pays pour le retirer.", "Untick a country to remove it."),
        TooManyCode = "project.too-many-countries",
        Suggested = FrequentCountries,
    };

    /// <summary>Every field, in the order of the member guide's screenshot.</summary>
    public static IReadOnlyList<Field<ProjectConfiguration>> Fields { get; } =
    [
        new LineKind<ProjectConfiguration>(c => c.Title, "project.title", new("Titre du projet", "Project title"), max: 200) { IsRequired = true },
        new ChoiceKind<ProjectConfiguration>(c => c.EditorialGenre, "project.unknown-genre", new("Genre éditorial", "Editorial genre"), Terms.Genres) { IsRequired = true },
        new ChoicesKind<ProjectConfiguration>(c => c.ShootingTypologies, "project.unknown-typology", new("Typologie de tournage", "Shooting typology"), Terms.Typologies)
        {
            Help = new("Plusieurs choix possibles.", "Several choices possible."),
        },
        new ChoiceKind<ProjectConfiguration>(c => c.MainDistribution, "project.unknown-distribution", new("Mode de diffusion principal", "Main distribution mode"), Terms.Distributions)
        {
            Help = new("Pour information : ce choix ne change jamais le bilan.", "For information: this choice never changes the footprint."),
        },
        new SwitchKind<ProjectConfiguration>(c => c.IsExercise, "project.exercise", new("Ce projet est un exercice", "This project is an exercise"))
        {
            Help = new("Un exercice n’apparaît dans aucun tableau de bord ni aucune statistique.", "An exercise appears in no dashboard and no statistics."),
        },
        new ChoiceKind<ProjectConfiguration>(c => c.Currency, "project.unknown-currency", new("Devise du budget", "Budget currency"), Terms.Currencies)
        {
            IsRequired = true,
            IsCode = true,
            Default = "EUR",
            Suggested = ["EUR", "CHF", "GBP", "USD", "CAD", "MAD", "XOF", "XPF"],
            Help = new("Le code ou le nom : EUR, CHF, dollar canadien…", "The code or the name: EUR, CHF, Canadian dollar…"),
        },
        new AmountKind<ProjectConfiguration>(c => c.Budget, "project.budget", new("Budget", "Budget"), max: 1_000_000_000_000m, decimals: 2, (c, budget) => Format.Money(budget, c.Currency))
        {
            Unit = form => form.Value("currency") switch { "EUR" => "€", { Length: 3 } code => code, _ => null },
            Help = new("Le montant du devis, dans sa devise.", "The amount of the budget, in its currency."),
        },
        new GivenCountKind<ProjectConfiguration>(c => c.Episodes, "project.episodes", new("Nombre d’épisodes", "Number of episodes"), min: 1, max: 10_000, otherwise: 1) { IsRequired = true },
        new DurationKind<ProjectConfiguration>(c => c.DurationSeconds, "project.duration", new("Durée de l’œuvre", "Duration of the work"), MaxDurationSeconds)
        {
            Help = new("La durée d’un épisode, s’il y en a plusieurs.", "The duration of one episode, if there are several."),
        },
        new ChoiceKind<ProjectConfiguration>(c => c.ShootingFormat, "project.unknown-format", new("Format de tournage", "Shooting format"), Terms.Formats),
        Start,
        Delivery,
        new CountKind<ProjectConfiguration>(c => c.ProductionDays, "project.production-days", new("Nombre de jours de production", "Number of production days"), min: 0, max: 10_000, unit: new("jours", "days")),
        new ChoiceKind<ProjectConfiguration>(c => c.LeadCountry, "project.unknown-country", new("Pays de production majoritaire", "Lead country of production"), Terms.Countries)
        {
            IsRequired = true,
            Suggested = FrequentCountries,
        },
        Coproduction,
        new LinesKind<ProjectConfiguration>(c => c.ProductionCompanies, "project.company", new("Société(s) de production", "Production companies"), max: 200, most: 50)
        {
            TooManyCode = "project.too-many-companies",
            Help = new("Une société par ligne.", "One company per line."),
        },
    ];

    /// <summary>PR-2: at most 200 characters.</summary>
    public string Title { get; init; } = "";

    /// <summary>PR-3: code of the genre; written, its name will do.</summary>
    public string EditorialGenre { get; init; } = "";

    /// <summary>PR-4: codes; written, names will do.</summary>
    public IReadOnlyList<string> ShootingTypologies { get; init; } = [];

    /// <summary>PR-5: code, or null when not stated; descriptive only (T12).</summary>
    public string? MainDistribution { get; init; }

    /// <summary>PR-6: exercises never enter dashboards (T9).</summary>
    public bool IsExercise { get; init; }

    /// <summary>PR-7: ISO 4217; EUR when absent.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>PR-8, in the currency: 0 to 10^12, at most 2 decimals.</summary>
    public decimal? Budget { get; init; }

    /// <summary>PR-9: 1 to 10,000; 1 when absent.</summary>
    public int Episodes { get; init; } = 1;

    /// <summary>PR-10, of one episode (T8); up to 1,000 hours.</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>PR-11: code, or null when not stated.</summary>
    public string? ShootingFormat { get; init; }

    /// <summary>PR-12: yyyy-MM-dd.</summary>
    public DateOnly? StartDate { get; init; }

    /// <summary>PR-12: yyyy-MM-dd; never before the start.</summary>
    public DateOnly? DeliveryDate { get; init; }

    /// <summary>PR-13: 0 to 10,000.</summary>
    public int? ProductionDays { get; init; }

    /// <summary>PR-14: ISO 3166-1 alpha-2; written, its name will do.</summary>
    public string LeadCountry { get; init; } = "";

    /// <summary>PR-15: ISO 3166-1 alpha-2; written, names will do.</summary>
    public IReadOnlyList<string> CoproductionCountries { get; init; } = [];

    /// <summary>PR-16: each at most 200 characters.</summary>
    public IReadOnlyList<string> ProductionCompanies { get; init; } = [];

    /// <summary>The same in one canonical form: texts trimmed, doubles dropped, 300000.00 written 300000.</summary>
    public ProjectConfiguration Tidy() => Fields.Tidy(this);

    /// <summary>Everything that keeps this from being saved, one rule per field, in their order; empty when it is in order.</summary>
    public IReadOnlyList<RuleBrokenException> Faults()
    {
        var faults = Fields.Faults(this).Concat(FaultsBetweenFields()).DistinctBy(f => f.Field).ToDictionary(f => f.Field!, StringComparer.Ordinal);
        return [.. Fields.Where(f => faults.ContainsKey(f.Name)).Select(f => faults[f.Name])];
    }

    public virtual bool Equals(ProjectConfiguration? other) => other is not null && Fields.AreSame(this, other);

    public override int GetHashCode() => HashCode.Combine(Title, EditorialGenre, Budget);

    private IEnumerable<RuleBrokenException> FaultsBetweenFields()
    {
        if (DeliveryDate < StartDate)
        {
            yield return Delivery.Broken(
                new Text(
                    $"la livraison ne peut pas précéder le début du projet ({StartDate.Value.ToString("dd'/'MM'/'yyyy", Languages.French)})",
                    $"the delivery cannot come before the start of the project ({StartDate.Value.ToString("dd'/'MM'/'yyyy", Languages.English)})"),
                "project.delivery-before-start");
        }

        if (CoproductionCountries.Contains(LeadCountry, StringComparer.Ordinal))
        {
            var name = Terms.Countries.Name(LeadCountry);
            yield return Coproduction.Broken(
                new Text($"« {name.Fr} » est déjà le pays de production majoritaire", $"“{name.En}” is the lead country already"), "project.coproduction-with-lead-country");
        }
    }
}
