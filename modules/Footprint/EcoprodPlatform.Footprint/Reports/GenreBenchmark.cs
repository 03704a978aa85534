namespace EcoprodPlatform.Footprint.Reports;

/// <summary>
/// What productions of a genre come to, as Ecoprod published it in January 2025 on the data of 2024 (requirements 6.5; how many productions stand behind a
/// mean was not published), and what would be so unusual that it is asked about (published-cases §4).
/// </summary>
/// <param name="MeanTonnes">Of a production; of an episode where <paramref name="IsPerEpisode"/>.</param>
/// <param name="TonnesPerHour">Null where it was not computed.</param>
/// <param name="Least">Tonnes under which a total is questioned; null where any is possible.</param>
/// <param name="Most">Tonnes over which a total is questioned.</param>
internal sealed record GenreBenchmark(decimal MeanTonnes, decimal? TonnesPerHour, decimal? Least, decimal Most, bool IsPerEpisode = false)
{
    /// <summary>Kilograms per euro of budget that are questioned, whatever the genre.</summary>
    public const decimal LeastPerEuro = 0.01m;
    public const decimal MostPerEuro = 0.4m;

    public static readonly Text Source = new(
        "Ecoprod, statistiques publiées en janvier 2025 sur les bilans de 2024, effectif du genre non publié",
        "Ecoprod, statistics published in January 2025 on the assessments of 2024, number of productions of the genre not published");

    private static readonly Dictionary<string, GenreBenchmark> ByGenre = new(StringComparer.Ordinal)
    {
        ["feature-film"] = new(271, 160, 20, 2500),
        ["tv-film"] = new(106, 71.3m, 10, 600),
        ["fiction-series"] = new(38, 34.6m, 1, 400, IsPerEpisode: true),
        ["entertainment"] = new(16, 4.6m, null, 150),
        ["documentary"] = new(11, 10.3m, null, 620),
        ["commercial"] = new(9, null, null, 530),
        ["short-film"] = new(8, 27.8m, null, 150),
        ["live-capture"] = new(7, 3.3m, null, 150),
        ["magazine-news"] = new(4, 1.1m, null, 150),
        ["music-video"] = new(2, 8.9m, null, 50),
        ["corporate-film"] = new(2, 8.9m, null, 50),
    };

    /// <summary>Null for genres that nothing was published of.</summary>
    public static GenreBenchmark? Of(string genre) => ByGenre.GetValueOrDefault(genre);

    /// <summary>Where the result stands beside the published mean; empty where nothing can be compared.</summary>
    public static IEnumerable<Text> Compare(MeasuredView measured, ProjectView project)
    {
        if (Of(project.Genre) is not { } genre)
        {
            yield break;
        }

        var tonnes = TonnesOf(measured, project, genre);
        string Mean(CultureInfo language) => Format.Quantity(genre.MeanTonnes, "t", 1, language);
        string Own(CultureInfo language) => $"{Format.Significant(tonnes, language)}\u00A0t";
        var (fr, en) = (Beside(tonnes / genre.MeanTonnes, Languages.French), Beside(tonnes / genre.MeanTonnes, Languages.English));
        yield return genre.IsPerEpisode
            ? new($"Moyenne publiée : {Mean(Languages.French)} par épisode. Ce projet : {Own(Languages.French)} par épisode, {fr}.", $"Published mean: {Mean(Languages.English)} an episode. This project: {Own(Languages.English)} an episode, {en}.")
            : new($"Moyenne publiée : {Mean(Languages.French)} par production. Ce projet : {Own(Languages.French)}, {fr}.", $"Published mean: {Mean(Languages.English)} a production. This project: {Own(Languages.English)}, {en}.");
        if (genre.TonnesPerHour is { } hourly && measured.PerMinute.Kilograms is { } perMinute)
        {
            var own = perMinute * 60m / 1000m;
            yield return new(
                $"Par heure d’œuvre : {Format.Quantity(hourly, "t", 1, Languages.French)} en moyenne, {Format.Significant(own, Languages.French)}\u00A0t ici.",
                $"Per hour of the work: {Format.Quantity(hourly, "t", 1, Languages.English)} on average, {Format.Significant(own, Languages.English)}\u00A0t here.");
        }
    }

    /// <summary>What is so unusual that a slip is more likely; nothing is refused for it.</summary>
    public static IEnumerable<Text> Doubts(MeasuredView measured, ProjectView project)
    {
        if (Of(project.Genre) is { } genre)
        {
            var tonnes = TonnesOf(measured, project, genre);
            if (tonnes > genre.Most)
            {
                yield return new(
                    $"Plus de {Format.Quantity(genre.Most, "t", 0, Languages.French)} est inhabituel pour ce genre : vérifiez les plus grosses lignes et leurs unités.",
                    $"More than {Format.Quantity(genre.Most, "t", 0, Languages.English)} is unusual for this genre: check the largest lines and their units.");
            }
            else if (tonnes < genre.Least)
            {
                yield return new(
                    $"Moins de {Format.Quantity(genre.Least.Value, "t", 0, Languages.French)} est inhabituel pour ce genre : vérifiez que tous les départements sont saisis.",
                    $"Less than {Format.Quantity(genre.Least.Value, "t", 0, Languages.English)} is unusual for this genre: check that all departments are entered.");
            }
        }

        if (measured.PerEuro.Kilograms is < LeastPerEuro)
        {
            yield return new(
                "Moins de 10 gCO2e par euro de budget est inhabituel : le bilan est-il complet, le budget est-il le bon ?",
                "Less than 10 gCO2e per euro of budget is unusual: is the assessment complete, is the budget the right one?");
        }
        else if (measured.PerEuro.Kilograms is > MostPerEuro)
        {
            yield return new(
                "Plus de 400 gCO2e par euro de budget est inhabituel : vérifiez le budget et les plus grosses lignes.",
                "More than 400 gCO2e per euro of budget is unusual: check the budget and the largest lines.");
        }
    }

    private static decimal TonnesOf(MeasuredView measured, ProjectView project, GenreBenchmark genre)
        => measured.Result.Total.Kilograms / 1000m / (genre.IsPerEpisode ? project.Episodes : 1);

    /// <summary>How much of a mean of few productions it is: two digits are more than that knows.</summary>
    private static string Beside(decimal times, CultureInfo language) => times switch
    {
        < 0.95m => new Text($"{Format.Percent(1 - times, 0, language)} de moins que la moyenne", $"{Format.Percent(1 - times, 0, language)} less than the mean").In(language),
        <= 1.05m => new Text("à peu près la moyenne", "about the mean").In(language),
        < 10m => new Text($"{Format.Decimal(times, 1, language)} fois la moyenne", $"{Format.Decimal(times, 1, language)} times the mean").In(language),
        _ => new Text($"{Format.Decimal(times, 0, language)} fois la moyenne", $"{Format.Decimal(times, 0, language)} times the mean").In(language),
    };
}
