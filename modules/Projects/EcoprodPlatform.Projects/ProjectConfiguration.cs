using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Lists;

namespace EcoprodPlatform.Projects;

/// <summary>
/// The general information of a project, as its Configuration page holds it (PR-2 to PR-16). Stored in events, so
/// every field is a code or a plain value, never a label.
/// </summary>
internal sealed record ProjectConfiguration
{
    public const int MaxTitle = 200;
    public const int MaxCompany = 200;
    public const int MaxCompanies = 50;
    public const int MaxCountries = 50;
    public const int MaxEpisodes = 10_000;
    public const int MaxDurationSeconds = 1000 * 3600;
    public const int MaxProductionDays = 10_000;
    public const decimal MaxBudget = 1_000_000_000_000m;
    public static readonly DateOnly Earliest = new(1900, 1, 1);
    public static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>PR-2.</summary>
    public string Title { get; init; } = "";

    /// <summary>PR-3, code of <see cref="Terms.Genres"/>.</summary>
    public string EditorialGenre { get; init; } = "";

    /// <summary>PR-4, codes of <see cref="Terms.Typologies"/>.</summary>
    public IReadOnlyList<string> ShootingTypologies { get; init; } = [];

    /// <summary>PR-5, code of <see cref="Terms.Distributions"/>; descriptive only (T12).</summary>
    public string? MainDistribution { get; init; }

    /// <summary>PR-6; exercises never enter dashboards (T9).</summary>
    public bool IsExercise { get; init; }

    /// <summary>PR-7, ISO 4217.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>PR-8, in <see cref="Currency"/>.</summary>
    public decimal? Budget { get; init; }

    /// <summary>PR-9.</summary>
    public int Episodes { get; init; } = 1;

    /// <summary>PR-10, of one episode (T8).</summary>
    public int? DurationSeconds { get; init; }

    /// <summary>PR-11, code of <see cref="Terms.Formats"/>.</summary>
    public string? ShootingFormat { get; init; }

    /// <summary>PR-12.</summary>
    public DateOnly? StartDate { get; init; }

    /// <summary>PR-12; never before <see cref="StartDate"/>.</summary>
    public DateOnly? DeliveryDate { get; init; }

    /// <summary>PR-13.</summary>
    public int? ProductionDays { get; init; }

    /// <summary>PR-14, ISO 3166-1 alpha-2.</summary>
    public string LeadCountry { get; init; } = "";

    /// <summary>PR-15, ISO 3166-1 alpha-2.</summary>
    public IReadOnlyList<string> CoproductionCountries { get; init; } = [];

    /// <summary>PR-16.</summary>
    public IReadOnlyList<string> ProductionCompanies { get; init; } = [];

    /// <summary>The same in one canonical form: texts trimmed, doubles dropped, 300000.00 written 300000.</summary>
    public ProjectConfiguration Tidy() => this with
    {
        Title = PlainText.Tidy(Title),
        ShootingTypologies = [.. ShootingTypologies.Distinct(StringComparer.Ordinal)],
        Budget = Budget / 1.0000000000000000000000000000m,
        CoproductionCountries = [.. CoproductionCountries.Distinct(StringComparer.Ordinal)],
        ProductionCompanies = [.. ProductionCompanies.Select(PlainText.Tidy).Where(c => c.Length > 0).DistinctBy(SearchKey, StringComparer.Ordinal)],
    };

    /// <summary>Everything that keeps this from being saved, one rule per field; empty when it is in order.</summary>
    public IReadOnlyList<RuleBrokenException> Faults() => [.. FindFaults().DistinctBy(f => f.Field)];

    private IEnumerable<RuleBrokenException> FindFaults()
    {
        if (PlainText.Fault(Title, MaxTitle) is { } title)
        {
            yield return Fault("project.title", "title", ProjectWords.Title, title);
        }

        if (!Terms.Genres.Has(EditorialGenre))
        {
            yield return Unknown("project.unknown-genre", "editorialGenre", ProjectWords.EditorialGenre, EditorialGenre, Terms.Genres);
        }

        // One fault per field is told: looking for what is near to a million wrong values would only cost time.
        foreach (var typology in ShootingTypologies.Where(t => !Terms.Typologies.Has(t)).Take(1))
        {
            yield return Unknown("project.unknown-typology", "shootingTypologies", ProjectWords.ShootingTypologies, typology, Terms.Typologies);
        }

        if (MainDistribution is not null && !Terms.Distributions.Has(MainDistribution))
        {
            yield return Unknown("project.unknown-distribution", "mainDistribution", ProjectWords.MainDistribution, MainDistribution, Terms.Distributions);
        }

        if (!Terms.Currencies.Has(Currency))
        {
            yield return Unknown("project.unknown-currency", "currency", ProjectWords.Currency, Currency, Terms.Currencies);
        }

        if (Budget is < 0)
        {
            yield return Fault("project.budget", "budget", ProjectWords.Budget, new Text("le montant ne peut pas être négatif", "the amount cannot be negative"));
        }
        else if (Budget > MaxBudget)
        {
            yield return Fault("project.budget", "budget", ProjectWords.Budget, AtMost(MaxBudget));
        }
        else if (Budget is { } budget && decimal.Round(budget, 2) != budget)
        {
            yield return Fault("project.budget", "budget", ProjectWords.Budget, new Text("2 chiffres après la virgule au plus", "at most 2 digits after the point"));
        }

        if (Episodes is < 1 or > MaxEpisodes)
        {
            yield return Fault("project.episodes", "episodes", ProjectWords.Episodes, Between(1, MaxEpisodes));
        }

        if (DurationSeconds is < 0 or > MaxDurationSeconds)
        {
            yield return Fault("project.duration", "durationSeconds", ProjectWords.Duration, new Text("entre 0 et 1 000 heures", "between 0 and 1,000 hours"));
        }

        if (ShootingFormat is not null && !Terms.Formats.Has(ShootingFormat))
        {
            yield return Unknown("project.unknown-format", "shootingFormat", ProjectWords.ShootingFormat, ShootingFormat, Terms.Formats);
        }

        if (StartDate < Earliest || StartDate > Latest)
        {
            yield return Fault("project.date", "startDate", ProjectWords.StartDate, DateRange);
        }

        if (DeliveryDate < Earliest || DeliveryDate > Latest)
        {
            yield return Fault("project.date", "deliveryDate", ProjectWords.DeliveryDate, DateRange);
        }
        else if (DeliveryDate < StartDate)
        {
            yield return Fault("project.delivery-before-start", "deliveryDate", ProjectWords.DeliveryDate, new Text(
                $"la livraison ne peut pas précéder le début du projet ({StartDate.Value.ToString("dd'/'MM'/'yyyy", Languages.French)})",
                $"the delivery cannot come before the start of the project ({StartDate.Value.ToString("dd'/'MM'/'yyyy", Languages.English)})"));
        }

        if (ProductionDays is < 0 or > MaxProductionDays)
        {
            yield return Fault("project.production-days", "productionDays", ProjectWords.ProductionDays, Between(0, MaxProductionDays));
        }

        if (!Terms.Countries.Has(LeadCountry))
        {
            yield return Unknown("project.unknown-country", "leadCountry", ProjectWords.LeadCountry, LeadCountry, Terms.Countries);
        }

        foreach (var country in CoproductionCountries.Where(c => !Terms.Countries.Has(c)).Take(1))
        {
            yield return Unknown("project.unknown-country", "coproductionCountries", ProjectWords.CoproductionCountries, country, Terms.Countries);
        }

        if (CoproductionCountries.Contains(LeadCountry, StringComparer.Ordinal))
        {
            var name = Terms.Countries.Name(LeadCountry);
            yield return Fault("project.coproduction-with-lead-country", "coproductionCountries", ProjectWords.CoproductionCountries, new Text(
                $"« {name.Fr} » est déjà le pays de production majoritaire", $"“{name.En}” is the lead country already"));
        }

        if (CoproductionCountries.Count > MaxCountries)
        {
            yield return Fault("project.too-many-countries", "coproductionCountries", ProjectWords.CoproductionCountries, AtMost(MaxCountries));
        }

        if (ProductionCompanies.Count > MaxCompanies)
        {
            yield return Fault("project.too-many-companies", "productionCompanies", ProjectWords.ProductionCompanies, AtMost(MaxCompanies));
        }

        foreach (var company in ProductionCompanies)
        {
            if (PlainText.Fault(company, MaxCompany) is { } fault)
            {
                yield return Fault("project.company", "productionCompanies", ProjectWords.ProductionCompanies, fault);
            }
        }
    }

    private static readonly Text DateRange = new("la date doit être comprise entre 1900 et 2199", "the date must be between 1900 and 2199");

    private static string SearchKey(string company) => Folded.Words(company) is { Length: > 0 } key ? key : company;

    private static Text AtMost(decimal max) => new($"au plus {max.ToString("N0", Languages.French)}", $"at most {max.ToString("N0", Languages.English)}");

    private static Text Between(int min, int max) => new(
        $"un nombre entier entre {min} et {max.ToString("N0", Languages.French)}", $"a whole number between {min} and {max.ToString("N0", Languages.English)}");

    private static RuleBrokenException Fault(string code, string field, Text label, Text problem)
        => new(code, new Text($"{label.Fr} : {problem.Fr}.", $"{label.En}: {problem.En}."), RuleKind.Invalid, field);

    /// <summary>A value that is not in its list, with those that may have been meant.</summary>
    internal static RuleBrokenException Unknown(string code, string field, Text label, string written, Terms list)
    {
        if (written.Length == 0)
        {
            return Fault(code, field, label, new Text("à renseigner", "please fill in"));
        }

        var shown = written.Length <= 60 ? written : string.Concat(written.AsSpan(0, char.IsHighSurrogate(written[59]) ? 59 : 60), "…");
        var near = list.Near(written);
        if (near.Count == 0 && list.All.Count <= 25)
        {
            near = list.All;
        }

        return Fault(code, field, label, near.Count == 0
            ? new Text($"« {shown} » n’est pas dans la liste", $"“{shown}” is not in the list")
            : new Text(
                $"« {shown} » n’est pas dans la liste ; vous pouvez choisir : {string.Join(", ", near.Select(t => t.Fr))}",
                $"“{shown}” is not in the list; you may choose: {string.Join(", ", near.Select(t => t.En))}"));
    }

    public bool Equals(ProjectConfiguration? other) => other is not null
        && (Title, EditorialGenre, MainDistribution, IsExercise, Currency, Budget) == (other.Title, other.EditorialGenre, other.MainDistribution, other.IsExercise, other.Currency, other.Budget)
        && (Episodes, DurationSeconds, ShootingFormat, StartDate, DeliveryDate, ProductionDays) == (other.Episodes, other.DurationSeconds, other.ShootingFormat, other.StartDate, other.DeliveryDate, other.ProductionDays)
        && LeadCountry == other.LeadCountry
        && ShootingTypologies.SequenceEqual(other.ShootingTypologies)
        && CoproductionCountries.SequenceEqual(other.CoproductionCountries)
        && ProductionCompanies.SequenceEqual(other.ProductionCompanies);

    public override int GetHashCode() => HashCode.Combine(Title, EditorialGenre, Currency, Budget, StartDate, DeliveryDate, LeadCountry);
}
