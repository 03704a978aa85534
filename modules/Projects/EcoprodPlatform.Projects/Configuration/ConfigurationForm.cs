using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Projects.Lists;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Projects.Configuration;

/// <summary>
/// The Configuration page's fields, to and from <see cref="ProjectConfiguration"/>. Reading collects what cannot be
/// parsed, then every rule of the domain, so that the page shows all there is to correct at once.
/// </summary>
internal static class ConfigurationForm
{
    /// <summary>Id of the project to create, chosen by the page: a double click creates one project.</summary>
    public const string ProjectField = "project";

    /// <summary>Countries to add, as people write them; those chosen before are checkboxes under <see cref="Coproduction"/>.</summary>
    public const string CoproductionAdd = "coproductionAdd";

    private const string Coproduction = "coproductionCountries";

    /// <summary>How many typed countries are looked at: more than a project may have, so that the rule answers.</summary>
    private const int MostWritten = ProjectConfiguration.MaxCountries + 1;

    private static readonly char[] CountrySeparators = [',', ';', '\n'];

    public static PageForm Of(ProjectConfiguration c) => new PageForm
    {
        ["title"] = c.Title,
        ["editorialGenre"] = c.EditorialGenre,
        ["mainDistribution"] = c.MainDistribution,
        ["currency"] = c.Currency,
        ["shootingFormat"] = c.ShootingFormat,
        ["leadCountry"] = c.LeadCountry.Length == 0 ? "" : Terms.Countries.Name(c.LeadCountry).ToString(),
        ["productionCompanies"] = string.Join('\n', c.ProductionCompanies),
    }
        .Set("shootingTypologies", c.ShootingTypologies)
        .Set("isExercise", c.IsExercise)
        .Set("budget", c.Budget)
        .Set("episodes", c.Episodes)
        .SetDuration("durationSeconds", c.DurationSeconds)
        .Set("startDate", c.StartDate)
        .Set("deliveryDate", c.DeliveryDate)
        .Set("productionDays", c.ProductionDays)
        .Set(Coproduction, c.CoproductionCountries);

    public static ProjectConfiguration Read(PageForm form)
    {
        const int anything = 1_000_000_000;
        var configuration = new ProjectConfiguration
        {
            Title = form.Value("title") ?? "",
            EditorialGenre = Code(form.Value("editorialGenre"), Terms.Genres) ?? "",
            ShootingTypologies = [.. form.Values("shootingTypologies").Where(v => v.Length > 0)],
            MainDistribution = Code(form.Value("mainDistribution"), Terms.Distributions),
            IsExercise = form.Bool("isExercise"),
            Currency = Code(form.Value("currency"), Terms.Currencies) ?? "",
            Budget = form.Decimal("budget", ProjectWords.Budget),
            Episodes = form.Integer("episodes", ProjectWords.Episodes, -anything, anything, required: true) ?? 1,
            DurationSeconds = form.Duration("durationSeconds", ProjectWords.Duration, ProjectConfiguration.MaxDurationSeconds),
            ShootingFormat = Code(form.Value("shootingFormat"), Terms.Formats),
            StartDate = form.Date("startDate", ProjectWords.StartDate, ProjectConfiguration.Earliest, ProjectConfiguration.Latest),
            DeliveryDate = form.Date("deliveryDate", ProjectWords.DeliveryDate, ProjectConfiguration.Earliest, ProjectConfiguration.Latest),
            ProductionDays = form.Integer("productionDays", ProjectWords.ProductionDays, -anything, anything),
            LeadCountry = Code(form.Value("leadCountry"), Terms.Countries) ?? "",
            CoproductionCountries = [.. form.Values(Coproduction).Where(v => v.Length > 0), .. Written(form.Value(CoproductionAdd))],
            ProductionCompanies = [.. (form.Value("productionCompanies") ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
        }.Tidy();
        foreach (var fault in configuration.Faults())
        {
            // Countries are corrected where they are written; the checkboxes hold only what was in order before.
            var field = fault.Field == Coproduction ? CoproductionAdd : fault.Field;
            if (field is null || !form.ErrorsOf(field).Any())
            {
                form.Add(new RuleBrokenException(fault.Code, fault.Text, fault.Kind, field));
            }
        }

        return configuration;
    }

    public static IReadOnlyList<Option> Options(IEnumerable<Term> terms) => [.. terms.Select(t => new Option(t.Code, new Text(t.Fr, t.En)))];

    /// <summary>The checkboxes of the co-production countries: those that are chosen.</summary>
    public static IReadOnlyList<Option> ChosenCountries(PageForm form)
        => [.. form.Values(Coproduction).Where(Terms.Countries.Has).Distinct(StringComparer.Ordinal).Select(code => new Option(code, Terms.Countries.Name(code)))];

    private static IEnumerable<string> Written(string? countries)
        => (countries ?? "").Split(CountrySeparators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Take(MostWritten)
            .Select(written => Terms.Countries.Find(written) ?? written);

    private static string? Code(string? written, Terms list)
        => string.IsNullOrWhiteSpace(written) ? null : list.Find(written.Trim()) ?? written.Trim();
}
