using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>Where the questionnaire asks for kilometres, two cities make them, without script.</summary>
public sealed class QuestionTripSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task Two_cities_fill_the_kilometres_which_are_saved_when_the_person_says_so()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Travel(project));
        page = await owner.SubmitAsync(page, FormOf(page), page.Find("[name=distance][value=flights-medium]"), ("flights-medium.people", "4"), ("flights-medium.de", "paris"), ("flights-medium.vers", "Dakar"), ("flights-medium.retour", "true"));
        page.Status.ShouldBe(HttpStatusCode.OK);
        Plain(page.Text).ShouldContain("Paris – Dakar : 4 205 km + 95 km = 4 300 km, × 2 = 8 600 km");
        Plain(page.Find("[name='flights-medium.km']").GetAttribute("value")!).ShouldBe("8 600");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();

        page = await owner.SubmitAsync(page, FormOf(page));
        page.Text.ShouldContain("Réponse enregistrée.");
        using var program = app.ProgramOf(project.Owner);
        (await GetAsync(program, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines")[0].GetProperty("quantity").GetDecimal().ShouldBe(34_400);
    }

    [Fact]
    public async Task A_city_that_is_not_known_is_told_and_nothing_is_lost()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync(Travel(project));
        page = await owner.SubmitAsync(page, FormOf(page), page.Find("[name=distance][value=train]"), ("train.people", "3"), ("train.de", "Paris"), ("train.vers", "Marseile"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Plain(page.Text).ShouldContain("Est-ce Marseille ?");
        page.Find("[name='train.people']").GetAttribute("value").ShouldBe("3");
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_offered_where_one_number_of_kilometres_is_asked_and_the_band_of_a_flight_is_that_of_one_leg()
    {
        var project = await app.ProjectAsync();
        var page = await app.As(project.Owner).GetPageAsync(Travel(project));
        page.All("[name=distance]").Select(b => b.GetAttribute("value")).ShouldBe(["scouting", "train", "flights-short", "flights-medium", "flights-long"]);
        page.All("legend").Count(l => l.TextContent.Contains("par trajet (aller simple)", StringComparison.Ordinal)).ShouldBe(3);
        page = await app.As(project.Owner, "en").GetPageAsync(Travel(project));
        page.All("legend").Count(l => l.TextContent.Contains("per leg (one way)", StringComparison.Ordinal)).ShouldBe(3);
    }

    private static string Travel(TestProject project) => $"/bilans/{project.Id}/previsionnel/questionnaire/travel";

    private static IHtmlFormElement FormOf(Page page) => (IHtmlFormElement)page.Find("[data-questionnaire] form");

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
