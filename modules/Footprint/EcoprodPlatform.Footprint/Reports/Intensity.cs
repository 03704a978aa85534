namespace EcoprodPlatform.Footprint.Reports;

/// <summary>
/// A result per minute of the work or per euro of its budget (T8). Not computable is a state of its own with a reason:
/// never zero, never infinite.
/// </summary>
/// <param name="Kilograms">Per minute (6 decimals) or per euro (8 decimals), more where it would be zero, rounded half away from zero; null when it cannot be computed.</param>
/// <param name="Why">Stable word for why it cannot; null when it can.</param>
/// <param name="Explanation">How it was computed, or why it cannot be.</param>
public sealed record Intensity(decimal? Kilograms, string? Why, Text Explanation)
{
    public static Intensity PerMinute(ResultCube result, ProjectView project)
    {
        if (result.Lines == 0)
        {
            return NoLines;
        }

        if (project.DurationSeconds is not > 0)
        {
            return new(null, "no-duration", new(
                "la durée de l’œuvre n’est pas renseignée",
                "the duration of the work is not stated"));
        }

        var seconds = (decimal)project.DurationSeconds.Value * project.Episodes;
        var (fr, en) = (Minutes(project.DurationSeconds.Value, Languages.French), Minutes(project.DurationSeconds.Value, Languages.English));
        return new(
            Rounded.Keep(result.Total.Kilograms * 60m / seconds, 6),
            null,
            project.Episodes == 1
                ? new($"durée de l’œuvre : {fr}, un épisode", $"duration of the work: {en}, one episode")
                : new($"durée d’un épisode × nombre d’épisodes : {fr} × {project.Episodes}", $"duration of one episode × number of episodes: {en} × {project.Episodes}"));
    }

    public static Intensity PerEuro(ResultCube result, ProjectView project) => project switch
    {
        _ when result.Lines == 0 => NoLines,
        { Budget: null } => new(null, "no-budget", new("le budget n’est pas renseigné", "the budget is not stated")),
        { Budget: <= 0 } => new(null, "zero-budget", new("le budget est à zéro", "the budget is zero")),
        { Currency: not "EUR" } => new(null, "other-currency", new(
            $"le budget est en {project.Currency}, sans taux de change daté",
            $"the budget is in {project.Currency}, with no dated exchange rate")),
        { Budget: { } budget } => new(
            Rounded.Keep(result.Total.Kilograms / budget, 8),
            null,
            new($"budget déclaré : {budget.ToString("N0", Languages.French)} €", $"stated budget: €{budget.ToString("N0", Languages.English)}")),
    };

    private static Intensity NoLines => new(null, "no-lines", new("le bilan n’a pas encore de ligne", "the assessment has no line yet"));

    private static string Minutes(int seconds, System.Globalization.CultureInfo culture) => Web.Format.Duration(seconds, culture);
}
