using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A number that nobody has counted is worked out in the form of the line, without script.</summary>
public sealed class QuantityHelpSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task Two_cities_make_the_distance_which_is_shown_changed_or_saved_as_an_estimate()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=avion-moyen-long-avec-trainees");
        page.Find("[name=tripReturn]").HasAttribute("checked").ShouldBeTrue();
        page = await owner.SubmitAsync(page, Line(page), page.Find("[name=workOut]"), ("first", "4"), ("tripFrom", "paris"), ("tripTo", "Dakar"), ("phase", "shooting"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        Plain(page.Text).ShouldContain("Paris – Dakar : 4 205 km + 95 km = 4 300 km, × 2 = 8 600 km");
        Value(page, "second").ShouldBe("8 600");
        Value(page, "first").ShouldBe("4");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();

        await owner.SubmitAsync(page, Line(page));
        var line = await LineAsync(project);
        (line.GetProperty("quantity").GetDecimal(), line.GetProperty("label").GetString(), line.GetProperty("dataStatus").GetString()).ShouldBe((34_400, "Paris – Dakar, aller et retour", "estimated"));
    }

    [Fact]
    public async Task Whoever_adds_the_line_at_once_gets_the_same_number()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner, "en");
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        await owner.SubmitAsync(page, Line(page), ("first", "2"), ("tripFrom", "Paris"), ("tripTo", "Marseille"), ("tripReturn", ""), ("label", "Recce"), ("phase", "shooting"));
        var line = await LineAsync(project);
        (line.GetProperty("quantity").GetDecimal(), line.GetProperty("label").GetString()).ShouldBe((2 * 792, "Recce"));
    }

    [Theory]
    [InlineData("Paris", "Marseile", "", "Est-ce Marseille ?")]
    [InlineData("Paris", "Trifouilly", "", "n’est pas parmi les")]
    [InlineData("Paris", "", "", "Ville d’arrivée")]
    [InlineData("Paris", "PARIS", "", "c’est la ville de départ")]
    [InlineData("Paris", "Marseille", "500", "500 n’est pas ce que donne le calcul (Paris – Marseille :")]
    public async Task A_trip_that_is_not_known_or_contradicts_is_told_and_nothing_is_lost(string from, string to, string second, string said)
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), ("first", "2"), ("second", second), ("tripFrom", from), ("tripTo", to), ("phase", "shooting"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Plain(page.Text).ShouldContain(said);
        (Value(page, "tripFrom"), Value(page, "tripTo"), Value(page, "first")).ShouldBe((from, to, "2"));
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_counts_for_the_part_of_its_life_that_it_is_used()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=camera-numerique-unite");
        Value(page, "years").ShouldBe("5");
        page = await owner.SubmitAsync(page, Line(page), page.Find("[name=workOut]"), ("devices", "2"), ("days", "73"), ("share", "50"));
        Plain(page.Text).ShouldContain("2 × 73 jours × 50 % ÷ (5 ans × 365 jours) = 0,04");
        Value(page, "quantity").ShouldBe("0,04");

        page = await owner.SubmitAsync(page, Line(page), ("department", "technical-equipment"), ("post", "equipment"), ("phase", "shooting"));
        var line = await LineAsync(project);
        (line.GetProperty("quantity").GetDecimal(), line.GetProperty("label").GetString(), line.GetProperty("dataStatus").GetString()).ShouldBe((0.04m, "2 × 73 jours sur 5 ans, à 50 %", "calculated"));
        line.GetProperty("kgCo2e").GetDecimal().ShouldBe(0.04m * 400);
    }

    [Theory]
    [InlineData("2", "", "5", "", "Jours d’emploi de chacun")]
    [InlineData("2", "0", "5", "", "plus de zéro")]
    [InlineData("2", "10", "0", "", "plus de zéro")]
    [InlineData("2", "10", "", "", "Durée de vie")]
    [InlineData("2", "10", "5", "120", "au plus 100")]
    [InlineData("2", "400", "1", "", "plus que la durée de vie")]
    [InlineData("deux", "10", "5", "", "écrivez un nombre")]
    public async Task What_no_quantity_can_be_worked_out_from_is_told(string devices, string days, string years, string share, string said)
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=camera-numerique-unite");
        page = await owner.SubmitAsync(page, Line(page), page.Find("[name=workOut]"), ("devices", devices), ("days", days), ("years", years), ("share", share));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Plain(page.Text).ShouldContain(said);
        (Value(page, "devices"), Value(page, "days")).ShouldBe((devices, days));
    }

    [Fact]
    public async Task On_a_line_that_is_changed_the_calculation_replaces_what_was_stored()
    {
        var project = await app.ProjectAsync();
        var id = app.Ids.NewId();
        using var program = app.ProgramOf(project.Owner);
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line("3", "camera-numerique-unite", "unit", "technical-equipment", "equipment", id: id));
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}/lignes/{id}");
        page = await owner.SubmitAsync(page, Line(page), ("devices", "3"), ("days", "365"));
        page.Text.ShouldContain("Ligne enregistrée");
        (await LineAsync(project)).GetProperty("quantity").GetDecimal().ShouldBe(0.6m);
    }

    /// <summary>What was typed in one language is read in it, and shown in the other.</summary>
    [Fact]
    public async Task The_numbers_keep_their_language()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner, "en");
        var page = await owner.GetPageAsync($"{Data(project)}?factor=camera-numerique-unite");
        page = await owner.SubmitAsync(page, Line(page), page.Find("[name=workOut]"), ("devices", "1,000"), ("days", "36.5"));
        page.Text.ShouldContain("1,000 × 36.5 days ÷ (5 years × 365 days) = 20");
        Value(page, "quantity").ShouldBe("20");
    }

    [Fact]
    public void What_is_no_device_of_the_catalogue_stops_the_file()
    {
        Should.Throw<FormatException>(() => EquipmentFile.Parse("code,years\ntgv,5\n", FactorFile.Embedded().Facts)).Message.ShouldContain("tgv");
        Should.Throw<FormatException>(() => EquipmentFile.Parse("code,years\ntelevision-impactco2,0\n", FactorFile.Embedded().Facts)).Message.ShouldContain("1 to 50 years");
        Should.Throw<FormatException>(() => EquipmentFile.Parse("code,age\n", FactorFile.Embedded().Facts)).Message.ShouldContain("expected code, years");
        EquipmentFile.Embedded().YearsOf("pile-aa").ShouldBeNull();
    }

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static IHtmlFormElement Line(Page page) => (IHtmlFormElement)page.Find("[data-line-form] form");

    private static string Value(Page page, string name) => Plain(((IHtmlInputElement)page.Find($"[name={name}]")).Value);

    private static string Plain(string text) => text.Replace('\u202F', ' ').Replace('\u00A0', ' ');

    private async Task<System.Text.Json.JsonElement> LineAsync(TestProject project)
    {
        using var program = app.ProgramOf(project.Owner);
        return (await FootprintApp.GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().Single();
    }
}
