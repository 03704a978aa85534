using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What a unit means, and the two numbers of a unit that is a product.</summary>
public sealed class QuantitySlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public void B21_Every_unit_that_a_line_may_count_in_is_explained_with_an_example_in_both_languages()
        => FactorFile.Embedded().Facts.Where(f => f.IsUsable).Select(f => f.QuantityUnit!).Distinct().ShouldAllBe(unit =>
            QuantityUnits.Explain(unit) != null
            && QuantityUnits.Explain(unit)!.Value.Fr.Contains("Exemple : ", StringComparison.Ordinal)
            && QuantityUnits.Explain(unit)!.Value.En.Contains("Example: ", StringComparison.Ordinal));

    [Theory]
    [InlineData("tgv", "8", "500", 4000, "4 000 passager.km")]
    [InlineData("tgv", "2,5", "1 200", 3000, "3 000 passager.km")]
    [InlineData("hotel-nuit-fr", "4", "6", 24, "24 nuits")]
    [InlineData("fret-train", "0,35", "500", 175, "175 t.km")]
    [InlineData("vul-3t5-diesel", "2", "300", 600, "600 km")]
    public async Task B21_Two_numbers_make_the_quantity_without_script(string factor, string first, string second, int quantity, string shown)
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor={factor}");
        page.Find("fieldset > .help").TextContent.ShouldContain("Exemple");

        page = await owner.SubmitAsync(page, Line(page), ("first", first), ("second", second), ("department", "transport"), ("post", "transport"), ("phase", "shooting"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        (await QuantityAsync(project)).ShouldBe(quantity);
        (await owner.GetPageAsync(Data(project))).Find("details.more summary").TextContent.Replace('\u202F', ' ').Replace('\u00A0', ' ').ShouldStartWith(shown);
    }

    [Fact]
    public async Task B21_The_product_may_still_be_typed()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        await owner.SubmitAsync(page, Line(page), ("quantity", "4 000"), ("phase", "shooting"));
        (await QuantityAsync(project)).ShouldBe(4000);
    }

    [Theory]
    [InlineData("8", "", "", "Distance de chacune (km)", "à renseigner")]
    [InlineData("", "500", "", "Nombre de personnes", "à renseigner")]
    [InlineData("huit", "500", "", "Nombre de personnes", "écrivez un nombre")]
    [InlineData("-8", "500", "", "Nombre de personnes", "négatif")]
    [InlineData("0", "500", "", "", "Une ligne à zéro n’est pas une ligne")]
    [InlineData("", "", "", "Quantité", "à renseigner")]
    [InlineData("8", "500", "300", "Quantité", "300 n’est pas 8 × 500 = 4 000")]
    [InlineData("0,001", "0,0001", "", "", "6 chiffres après la virgule")]
    public async Task B21_Half_a_product_and_one_that_contradicts_are_told_and_nothing_is_lost(string first, string second, string quantity, string field, string words)
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Line(page), ("first", first), ("second", second), ("quantity", quantity), ("phase", "shooting"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain(field);
        page.Text.Replace('\u202F', ' ').ShouldContain(words);
        page.All("[name=first], [name=second], [name=quantity]").Cast<IHtmlInputElement>().Select(i => i.Value).ShouldBe([first, second, quantity]);
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task B21_Two_numbers_that_say_what_the_quantity_says_are_one_and_the_same()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        await owner.SubmitAsync(page, Line(page), ("first", "8"), ("second", "500"), ("quantity", "4000,0"), ("phase", "shooting"));
        (await QuantityAsync(project)).ShouldBe(4000);
    }

    [Fact]
    public async Task B21_On_a_line_that_is_changed_the_two_numbers_replace_what_was_stored()
    {
        var project = await app.ProjectAsync();
        var id = app.Ids.NewId();
        using var program = app.ProgramOf(project.Owner);
        await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(id: id));
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}/lignes/{id}");
        page.All("[name=first], [name=second], [name=quantity]").Cast<IHtmlInputElement>().Select(i => i.Value.Replace('\u202F', ' ')).ShouldBe(["", "", "2 400"]);
        page = await owner.SubmitAsync(page, Line(page), ("first", "8"), ("second", "500"));
        page.Text.ShouldContain("Ligne enregistrée");
        (await QuantityAsync(project)).ShouldBe(4000);
    }

    /// <summary>B01 for the two numbers: they are read in the language the form was printed in, and printed anew in the language of now.</summary>
    [Fact]
    public async Task B21_The_two_numbers_are_read_in_the_language_they_were_printed_in()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner, "en");
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        var searching = await owner.SubmitAsync(page, Line(page), page.Find("[name=changeFactor]"), ("first", "8"), ("second", "1,234"), ("phase", "shooting"));
        var found = await owner.SubmitAsync(searching, searching.Form("main form[data-factor-search]"), ("recherche", "tgv"));
        var chosen = found.All("main table a").First(a => a.GetAttribute("href")!.Contains("factor=tgv", StringComparison.Ordinal)).GetAttribute("href")!;

        await owner.GetPageAsync("/langue/fr");
        var french = await owner.GetPageAsync(chosen);
        ((IHtmlInputElement)french.Find("[name=second]")).Value.ShouldBe("1\u202F234");
        await owner.GetPageAsync("/langue/en");
        await owner.SubmitAsync(french, Line(french));
        (await QuantityAsync(project)).ShouldBe(9872);
    }

    [Fact]
    public async Task B21_Enter_adds_the_line_before_it_changes_the_factor()
    {
        var project = await app.ProjectAsync();
        var page = await app.As(project.Owner).GetPageAsync($"{Data(project)}?factor=tgv");
        Line(page).QuerySelectorAll("button")[0].ClassName.ShouldBe("sr", "the first button of the form is what Enter presses");
        page.Find("[name=first]").HasAttribute("autofocus").ShouldBeTrue();
        page.Find("[name=quantity]").HasAttribute("autofocus").ShouldBeFalse();
        (await app.As(project.Owner).GetPageAsync($"{Data(project)}?factor=repas-vegetarien")).Find("[name=quantity]").HasAttribute("autofocus").ShouldBeTrue();
    }

    [Fact]
    public async Task B21_One_number_is_asked_where_the_unit_is_no_product()
    {
        var project = await app.ProjectAsync();
        var page = await app.As(project.Owner, "en").GetPageAsync($"{Data(project)}?factor=repas-vegetarien");
        page.Has("[name=first]").ShouldBeFalse();
        page.Find("#f-quantity-help").TextContent.ShouldContain("Example: 30 people");
    }

    private async Task<decimal> QuantityAsync(TestProject project)
        => (await FootprintApp.GetAsync(app.ProgramOf(project.Owner), $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().Single().GetProperty("quantity").GetDecimal();

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static IHtmlFormElement Line(Page page) => page.Form("[data-line-form] form");
}
