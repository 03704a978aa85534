using AngleSharp.Html.Dom;
using EcoprodPlatform.Footprint.Distances;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A factor of another place is never the one that was meant unasked.</summary>
public sealed class NamedPlaceSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly NamedPlaces Named = new(CityFile.Embedded());

    [Theory]
    [InlineData("Nuits d’hôtel à Bamako", "ML")]
    [InlineData("Hôtel Burkina Faso, 3 nuits", "BF")]
    [InlineData("Hotel, New York", "US")]
    [InlineData("Train Paris-Bruxelles", "FR BE")]
    [InlineData("Chambres en Angleterre", "GB")]
    [InlineData("Tissu jersey", "")]
    [InlineData("Chili con carne", "")]
    [InlineData("Assurances", "")]
    public void A_country_is_named_by_itself_or_by_its_city(string words, string countries) => string.Join(' ', Named.In(words)).ShouldBe(countries);

    [Theory]
    [InlineData("FR", "FR", true)]
    [InlineData("EU", "BE", true)]
    [InlineData("EU", "GB", false)]
    [InlineData("world", "ML", true)]
    [InlineData("FR-OM", "RE", true)]
    [InlineData("FR-OM", "FR", false)]
    [InlineData("FR", "BE", false)]
    public void A_factor_holds_in_the_countries_of_its_place(string place, string country, bool holds) => Places.Holds(place, country).ShouldBe(holds);

    [Fact]
    public async Task A_pasted_row_that_names_another_country_is_a_doubt_and_stays_out()
    {
        var project = await app.ProjectAsync();
        var page = await PasteAsync(app.As(project.Owner), project, "Nuits hôtel 3 étoiles Bamako;12;nuits\nNuits hôtel Mali;10;nuits\nNuits hôtel 3 étoiles Marseille;5;nuits\nChambre hôtel Belgique;4;nuits");
        page.Text.ShouldContain("1 sûre, 3 à vérifier");
        Plain(page.Text).ShouldContain("Ce facteur vaut pour un autre lieu (France) que celui qui est nommé (Mali).");
        page.All("input[type=radio][checked]").Select(i => i.GetAttribute("value")).ShouldAllBe(v => v == "");
        page.All("[name=facteur-4]").Select(i => i.GetAttribute("value")).First().ShouldBe("hotel-chambre-nuit-be");
    }

    [Fact]
    public async Task Where_the_row_names_no_place_that_of_the_work_counts()
    {
        var project = await app.ProjectAsync(d => d with { LeadCountry = "BE" });
        var owner = app.As(project.Owner);
        var page = await PasteAsync(owner, project, "TGV;100;passager.km\nTGV Paris-Lyon;100;passager.km\nNuits hôtel;10;nuits");
        Plain(page.Text).ShouldContain("Ce facteur vaut pour un autre lieu (France) que le pays de production principal (Belgique).");
        page.All("input[type=checkbox][value=tgv]").ShouldBeEmpty();
        page.All("[name=facteur-3]").Select(i => i.GetAttribute("value")).ShouldContain("hotel-chambre-nuit-be");
        (await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel?factor=tgv")).Text.ShouldContain("le pays de production principal (Belgique)");
        (await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel?factor=hotel-chambre-nuit-be")).Text.ShouldNotContain("un autre lieu");
    }

    [Fact]
    public async Task A_search_says_that_what_it_found_holds_elsewhere()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        Plain((await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel?recherche=hotel+mali")).Text).ShouldContain("Rien pour le lieu nommé (Mali) : ces facteurs valent pour d’autres lieux.");
        (await owner.GetPageAsync($"/bilans/{project.Id}/previsionnel?recherche=hotel+belgique")).Text.ShouldNotContain("Rien pour le lieu nommé");
        Plain((await app.As(project.Owner, "en").GetPageAsync("/facteurs?recherche=hotel+mali")).Text).ShouldContain("Nothing for the place that is named (Mali): these factors hold for other places.");
        using var program = app.ProgramOf(project.Owner);
        (await GetAsync(program, "/api/factors?q=hotel+mali")).GetProperty("elsewhere").EnumerateArray().Select(e => e.GetString()).ShouldBe(["ML"]);
        (await GetAsync(program, "/api/factors?q=hotel")).GetProperty("elsewhere").GetArrayLength().ShouldBe(0);
    }

    private static async Task<Page> PasteAsync(Visitor visitor, TestProject project, string text)
    {
        var page = await visitor.GetPageAsync($"/bilans/{project.Id}/previsionnel/coller");
        return await visitor.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(textarea)"), ("texte", text));
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
}
