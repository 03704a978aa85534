using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Flights with and without contrails, side by side.</summary>
public sealed class ContrailTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly IReadOnlyList<Factor> Facts = FactorFile.Embedded().Facts;

    [Fact]
    public void Every_flight_that_the_catalogue_has_without_contrails_stands_beside_the_one_with()
    {
        var pairs = ContrailFile.Embedded();
        foreach (var without in Facts.Where(f => f.IsUsable && f.NameFr.Contains("sans traînées", StringComparison.Ordinal)))
        {
            var with = Facts.Single(f => f.Code == pairs.OtherOf(without.Code));
            with.NameFr.ShouldBe(without.NameFr.Replace("sans traînées", "avec traînées", StringComparison.Ordinal));
            pairs.OtherOf(with.Code).ShouldBe(without.Code);
        }

        pairs.OtherOf("tgv").ShouldBeNull();
    }

    [Theory]
    [InlineData("avion-long-sans-trainees,avion-long-avec-trainees", "not one flight")]
    [InlineData("avion-long-avec-trainees,tgv2", "no factor of the catalogue")]
    [InlineData("avion-long-avec-trainees,helicoptere-heure", "not one flight")]
    [InlineData("avion-long-avec-trainees,avion-long-sans-trainees\navion-long-avec-trainees,avion-court-sans-trainees", "there twice")]
    public void A_pair_that_is_not_one_flight_is_refused(string rows, string why)
        => Should.Throw<FormatException>(() => ContrailFile.Parse($"with,without\n{rows}\n", Facts)).Message.ShouldContain(why);

    [Theory]
    [InlineData("avion-long-avec-trainees", "Sans traînées de condensation : 978,94 kg")]
    [InlineData("avion-long-sans-trainees", "Avec traînées de condensation : 1 778,94 kg")]
    public async Task The_formula_of_a_line_says_what_the_other_form_comes_to(string factor, string said)
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("10000", factor));
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/previsionnel");
        Plain(page.Find("details.more p").TextContent).ShouldContain(said);
    }

    [Fact]
    public async Task A_train_says_nothing_of_contrails()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line());
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/previsionnel")).Find("details.more p").TextContent.ShouldNotContain("traînées");
    }

    private static string Plain(string text) => text.Replace('\u202F', ' ').Replace('\u00A0', ' ');
}
