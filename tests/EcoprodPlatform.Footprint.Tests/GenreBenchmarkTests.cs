using EcoprodPlatform.Footprint.Access;
using EcoprodPlatform.Footprint.Reports;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A result beside the published ones of its genre (requirements 6.5), and what is asked about (published-cases §4).</summary>
public sealed class GenreBenchmarkTests
{
    [Fact]
    public void A_documentary_stands_beside_the_published_mean()
    {
        // 15.66 t in 52 minutes: 18.1 t an hour.
        var lines = GenreBenchmark.Compare(Measured(FirstProject.TotalKg), Project()).Select(t => t.Fr).ToList();
        lines[0].ShouldBe("Moyenne publiée : 11\u00A0t par production. Ce projet : 15,7\u00A0t, 1,4 fois la moyenne.");
        lines[1].ShouldBe("Par heure d’œuvre : 10,3\u00A0t en moyenne, 18,1\u00A0t ici.");
        GenreBenchmark.Doubts(Measured(FirstProject.TotalKg), Project()).ShouldBeEmpty();
    }

    [Fact]
    public void A_series_is_compared_by_episode()
        => GenreBenchmark.Compare(Measured(380_000), Project("fiction-series", episodes: 10)).First().En.ShouldContain("This project: 38\u00A0t an episode, about the mean.");

    [Theory]
    [InlineData(10_824, "à peu près la moyenne.")]
    [InlineData(5_500, "50\u00A0% de moins que la moyenne.")]
    [InlineData(23_100, "2,1 fois la moyenne.")]
    [InlineData(143_000, "13 fois la moyenne.")]
    public void A_mean_of_few_productions_is_compared_without_false_digits(int kg, string said)
        => GenreBenchmark.Compare(Measured(kg), Project()).First().Fr.Replace('\u202F', '\u00A0').ShouldEndWith(said);

    [Theory]
    [InlineData("documentary", 621_000, "Plus de 620\u00A0t est inhabituel")]
    [InlineData("feature-film", 19_000, "Moins de 20\u00A0t est inhabituel")]
    [InlineData("commercial", 531_000, "Plus de 530\u00A0t est inhabituel")]
    [InlineData("documentary", 2_900, "Moins de 10 gCO2e par euro")]
    [InlineData("documentary", 120_001, "Plus de 400 gCO2e par euro")]
    public void What_is_unusual_is_asked_about_and_not_refused(string genre, int kg, string said)
        => GenreBenchmark.Doubts(Measured(kg), Project(genre)).Select(t => t.Fr).ShouldContain(t => t.StartsWith(said, StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_compared_where_nothing_was_published()
        => GenreBenchmark.Compare(Measured(1000), Project("immersive")).ShouldBeEmpty();

    private static MeasuredView Measured(decimal kg)
    {
        var line = FirstProject.Activity[0] with { Quantity = 1, Factor = FirstProject.Activity[0].Factor with { Value = kg } };
        var sheet = new AssessmentSheet(AssessmentKind.Final, 1, false, DateTimeOffset.UnixEpoch, null, [new SheetLine(line, 1)]);
        return MeasuredView.Of(Project(), sheet, new Dictionary<(string, int), Factors.Factor>());
    }

    private static ProjectView Project(string genre = "documentary", int episodes = 1)
        => new(new ProjectId(FirstProject.Id(1000)), "Documentaire", false, "EUR", 300_000m, episodes, 3120, null, 0, "owner", false) { Genre = genre };
}
