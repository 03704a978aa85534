using System.Net;
using System.Text.Json;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>How the data are known and how sure the result is, by program and on the pages.</summary>
public sealed class DataQualitySlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task The_19_lines_lie_between_two_masses_and_say_how_much_of_them_is_money()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);

        var result = await GetAsync(owner, $"/api/footprints/{project.Id}/provisional");

        // Computed independently, from the catalogue and the tables of docs/method.md.
        result.GetProperty("uncertainty").GetRawText().ShouldBe("""{"factor":1.3218,"lowKgCo2e":11000,"highKgCo2e":21000,"class":"moderate"}""");
        result.GetProperty("monetaryShare").GetDecimal().ShouldBe(0.3131m);
        result.GetProperty("byDataStatus").EnumerateObject().Select(p => p.Name).ShouldBe(["monetary", "not-said"]);
        result.GetProperty("byDataStatus").EnumerateObject().Sum(p => p.Value.GetDecimal()).ShouldBe(FirstProject.TotalKg);
        var line = result.GetProperty("lines")[0];
        line.GetProperty("uncertainty").GetRawText().ShouldBe("""{"factor":1.7238,"lowKgCo2e":4.0,"highKgCo2e":13,"class":"high"}""");
        (line.GetProperty("dataStatus").ValueKind, line.GetProperty("marks").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        result.GetProperty("lines").EnumerateArray().Where(l => l.GetProperty("unit").GetString() == "k€").ShouldAllBe(l => l.GetProperty("dataStatus").GetString() == "monetary");
    }

    [Fact]
    public async Task An_assessment_without_a_line_has_no_uncertainty()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var empty = await GetAsync(owner, $"/api/footprints/{project.Id}/final");
        (empty.GetProperty("uncertainty").ValueKind, empty.GetProperty("monetaryShare").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
    }

    [Fact]
    public async Task What_a_program_says_of_a_quantity_is_kept_changed_copied_and_narrows_the_interval()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var lines = $"/api/footprints/{project.Id}/provisional/lines";
        using var plain = await owner.SendAsync(HttpMethod.Post, lines, Line());
        using var added = await owner.SendAsync(HttpMethod.Post, lines, Said("measured", """{"technical":5,"temporal":4}"""));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);

        var line = await GetAsync(owner, added.Headers.Location!.ToString());
        line.GetProperty("dataStatus").GetString().ShouldBe("measured");
        line.GetProperty("marks").GetRawText().ShouldBe("""{"reliability":null,"technical":5,"geographic":null,"temporal":4,"completeness":null}""");
        Factor(line).ShouldBeLessThan(Factor(await JsonAsync(plain)));

        using var changed = await owner.SendAsync(HttpMethod.Put, added.Headers.Location.ToString(), Said("estimated", """{"completeness":1}"""), line.GetProperty("version").GetInt64());
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var copied = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/final/copy", "{}");
        copied.IsSuccessStatusCode.ShouldBeTrue();
        var copy = (await GetAsync(owner, $"/api/footprints/{project.Id}/final")).GetProperty("lines")[1];
        (copy.GetProperty("dataStatus").GetString(), copy.GetProperty("marks").GetProperty("completeness").GetInt32(), copy.GetProperty("marks").GetProperty("technical").ValueKind)
            .ShouldBe(("estimated", 1, JsonValueKind.Null));
    }

    [Fact]
    public async Task Lines_sent_back_as_they_were_read_change_nothing()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var money = Line("12.5", "rm-assurances", "k€", "unit-logistics", "services", "shooting");
        using var first = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":[{{money}},{{Said("calculated", """{"reliability":2}""")}}]}""", 0);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        string[] names = ["id", "department", "post", "phase", "factor", "quantity", "unit", "label", "dataStatus", "marks"];
        var back = (await JsonAsync(first)).GetProperty("lines").EnumerateArray().Select(l => names.ToDictionary(n => n, n => l.GetProperty(n)));

        using var again = await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional", $$"""{"lines":{{JsonSerializer.Serialize(back)}}}""", 1);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1"]);
    }

    [Theory]
    [InlineData("guessed", null, "footprint.unknown-data-status", "dataStatus")]
    [InlineData("monetary", null, "footprint.data-status-mismatch", "dataStatus")]
    [InlineData("measured", """{"technical":6}""", "footprint.mark-out-of-range", "marks.technical")]
    [InlineData("measured", """{"technical":0}""", "footprint.mark-out-of-range", "marks.technical")]
    [InlineData("measured", """{"technical":2.5}""", "web.wrong-kind", "marks.technical")]
    [InlineData("measured", """{"technic":2}""", "web.unknown-property", "marks.technic")]
    [InlineData("measured", "3", "web.wrong-kind", "marks")]
    public async Task What_cannot_be_said_is_refused_with_its_field(string status, string? marks, string code, string field)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var response = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Said(status, marks));
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await JsonAsync(response);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
        (await app.EventsAsync(project.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_producer_says_how_a_quantity_is_known_and_sees_it_on_the_line()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page.Texts("[name=dataStatus] option").ShouldBe(
        [
            "Non précisée",
            "Mesurée : relevée ou comptée : compteur, facture en litres, billet",
            "Calculée : déduite de ce qui a été relevé : personnes × distance",
            "Estimée : supposée : valeur habituelle, devis, ordre de grandeur",
        ]);
        page.Find("details:has([name=technical])").HasAttribute("open").ShouldBeFalse("marks are for who wants them");

        page = await owner.SubmitAsync(page, Form(page), ("quantity", "2 400"), ("phase", "shooting"), ("dataStatus", "measured"), ("technical", "2"));

        page.Text.ShouldContain("2 400 passager.km × 0,00293 · mesurée");
        page.Text.ShouldContain("Donnée mesurée. Intervalle à 95 % :");
        page.Text.ShouldNotContain("non précisée");

        page = await owner.GetPageAsync(page.All("main table a").First(a => a.TextContent == "Modifier").GetAttribute("href")!);
        ((IHtmlSelectElement)page.Find("[name=dataStatus]")).Value.ShouldBe("measured");
        ((IHtmlSelectElement)page.Find("[name=technical]")).Value.ShouldBe("2");
        page.Find("details:has([name=technical])").HasAttribute("open").ShouldBeTrue("what is given is in sight");

        page = await owner.SubmitAsync(page, Form(page), ("dataStatus", ""), ("technical", ""));
        page.Text.ShouldContain("Donnée non précisée, comptée comme estimée.");
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1", "line-changed.v1"]);
    }

    [Fact]
    public async Task A_monetary_ratio_is_not_asked_about_and_says_so()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        // What was said of another factor comes along in the address.
        var page = await owner.GetPageAsync($"{Data(project)}?factor=rm-assurances&dataStatus=measured");
        page.All("[name=dataStatus]").ShouldBeEmpty();
        page.Text.ShouldContain("Monétaire : une dépense, à défaut de la quantité elle-même.");

        page = await owner.SubmitAsync(page, Form(page), ("quantity", "12,5"), ("department", "unit-logistics"), ("post", "services"), ("phase", "shooting"));

        page.Text.ShouldContain("· monétaire");
        page.Text.ShouldContain("Donnée monétaire. Intervalle à 95 % :");
    }

    [Fact]
    public async Task What_was_said_survives_the_search_for_another_factor()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}?factor=tgv");
        page = await owner.SubmitAsync(page, Form(page), page.Find("[name=changeFactor]"), ("dataStatus", "calculated"), ("geographic", "4"));
        page = await owner.SubmitAsync(page, page.Form("main form[data-factor-search]"), ("recherche", "tgv"));
        page = await owner.GetPageAsync(page.All("main table a").First(a => a.GetAttribute("href")!.Contains("factor=tgv", StringComparison.Ordinal)).GetAttribute("href")!);
        ((IHtmlSelectElement)page.Find("[name=dataStatus]")).Value.ShouldBe("calculated");
        ((IHtmlSelectElement)page.Find("[name=geographic]")).Value.ShouldBe("4");
    }

    [Fact]
    public async Task Results_show_the_interval_its_class_and_the_share_of_money_beside_every_total()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional, AssessmentKind.Final);
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("Intervalle à 95 % (prévisionnel)11 à 21 tCO₂e");
        page.Text.ShouldContain("Intervalle à 95 % (définitif)11 à 21 tCO₂e");
        page.Text.ShouldContain("d’après des dépenses (ratios monétaires) : 31 % du total");
        page.Text.ShouldContain("Intervalle à 95 % du total : 11 à 21 tCO₂e");
        page.Text.ShouldNotContain("pas encore calculée");
        page.Find("table.bars:has(caption:contains('connue'))");

        page = await app.As(project.Owner, "en").GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("from expenses (monetary ratios): 31% of the total");
    }

    [Fact]
    public async Task The_share_of_monetary_ratios_is_said_where_there_is_none()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        using var added = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Said("measured", null));
        var page = await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/resultats");
        page.Text.ShouldContain("d’après des dépenses (ratios monétaires) : 0 % du total");
        page.Text.ShouldContain("Mesurée");
    }

    private static decimal Factor(JsonElement line) => line.GetProperty("uncertainty").GetProperty("factor").GetDecimal();

    private static string Said(string status, string? marks) => $$"""{{Line()[..^1]}},"dataStatus":"{{status}}"{{(marks is null ? "" : $",\"marks\":{marks}")}}}""";

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static IHtmlFormElement Form(Page page) => page.Form("[data-line-form] form");
}
