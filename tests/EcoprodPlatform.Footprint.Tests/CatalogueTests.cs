using System.Text.Json;
using EcoprodPlatform.Footprint.Factors;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The catalogue in the database, on its public page and in the API.</summary>
public sealed class CatalogueTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    private FactorCatalogue Catalogue => app.Services.GetRequiredService<FactorCatalogue>();

    [Fact]
    public async Task The_597_facts_are_there_from_the_start_digit_for_digit()
    {
        (await app.Database.ScalarAsync<long>("select count(*) from footprint.factors where catalogue_version = 1")).ShouldBe(597);
        (await app.Database.ScalarAsync<long>("select count(*) from footprint.factors where value::text <> value_text")).ShouldBe(0);
        (await app.Database.ScalarAsync<string>("select string_agg(provenance, ' ' order by provenance) from (select distinct provenance from footprint.factors) p"))
            .Split(' ').ShouldBe(["A", "B", "B/C", "C", "D", "DER", "E", "S", "U"], ignoreOrder: true);
    }

    [Fact]
    public async Task Loading_the_same_file_again_or_twice_at_once_changes_nothing()
    {
        var file = FactorFile.Embedded();
        var versions = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Catalogue.ImportAsync(file, default)));
        versions.ShouldAllBe(v => v == 1);
        (await app.Database.ScalarAsync<long>("select count(*) from footprint.factors where catalogue_version = 1")).ShouldBe(597);
    }

    [Fact]
    public async Task A_changed_file_becomes_a_new_version_and_lines_keep_the_values_they_were_entered_with()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        await app.CloseAsync(project);
        using var owner = app.ProgramOf(project.Owner);
        string[] documents = ["", "/report.xlsx"];
        var before = await Task.WhenAll(documents.Select(d => owner.GetByteArrayAsync($"/api/footprints/{project.Id}/final{d}")));
        var file = FactorFile.Embedded();
        var changed = new FactorFile(new string('c', 64), [.. file.Facts.Select(f => f.Code == "tgv" ? f with { Value = 9m, ValueText = "9" } : f)]);
        var version = await Catalogue.ImportAsync(changed, default);
        version.ShouldBeGreaterThan(1);
        (await app.Database.ScalarAsync<decimal>($"select value from footprint.factors where code = 'tgv' and catalogue_version = {version}")).ShouldBe(9m);
        (await app.Database.ScalarAsync<decimal>("select value from footprint.factors where code = 'tgv' and catalogue_version = 1")).ShouldBe(0.00293m);

        foreach (var (document, bytes) in documents.Zip(before))
        {
            (await owner.GetByteArrayAsync($"/api/footprints/{project.Id}/final{document}")).ShouldBe(bytes, "a closed assessment is the same bytes after a new catalogue");
        }

        // Its history tells both versions, and which one new lines take on this host.
        var history = (await FootprintApp.GetAsync(owner, "/api/factors/tgv/history")).GetProperty("versions").EnumerateArray().ToList();
        history.Select(v => (v.GetProperty("version").GetInt32(), v.GetProperty("value").GetDecimal(), v.GetProperty("isInForce").GetBoolean())).ShouldBe([(version, 9m, false), (1, 0.00293m, true)]);
        history[0].GetProperty("changesEn")[0].GetString()!.ShouldContain("becomes “9 kgCO2e/passenger.km”");
        history[1].GetProperty("changesFr")[0].GetString().ShouldBe("ajouté au catalogue");
        var page = await app.As(project.Owner).GetPageAsync("/facteurs/tgv");
        page.Text.ShouldContain("Version 1 en vigueur");
        page.Text.ShouldContain("devient « 9 kgCO₂e/passager.km »");
        (await FootprintApp.GetAsync(owner, "/api/factors/ter/history")).GetProperty("versions").GetArrayLength().ShouldBe(1);
        using var nothing = await owner.GetAsync(new Uri("/api/factors/nothing/history", UriKind.Relative));
        nothing.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);

        var assessment = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/final");
        assessment.GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg);
        assessment.GetProperty("lines")[0].GetProperty("catalogueVersion").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("tgv", "tgv")]
    [InlineData("electricite france 2024", "elec-fr-2024-mix-moyen")]
    [InlineData("ÉLECTRICITÉ moyen 2024", "elec-fr-2024-mix-moyen")]
    [InlineData("vegetarian meal", "repas-vegetarien-base-carbone")]
    [InlineData("repas végétarien", "repas-vegetarien-base-carbone")]
    public async Task Factors_are_found_by_words_in_both_languages_without_accents(string words, string code)
        => (await SearchAsync($"q={Uri.EscapeDataString(words)}&usable=true")).GetProperty("items").EnumerateArray()
            .Select(f => f.GetProperty("code").GetString()).ShouldContain(code);

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("' or 1=1 --")]
    [InlineData("<script>")]
    [InlineData("zzzzzz")]
    [InlineData("a\0b")]
    public async Task Signs_in_a_search_are_only_signs(string words)
        => (await SearchAsync($"q={Uri.EscapeDataString(words)}")).GetProperty("total").GetInt32().ShouldBeInRange(0, 597);

    [Fact]
    public async Task Facts_that_cannot_be_used_are_kept_and_say_why()
    {
        var fact = await FootprintApp.GetAsync(app.CreateClient(), "/api/factors/genre-documentaire");
        fact.GetProperty("isUsable").GetBoolean().ShouldBeFalse();
        fact.GetProperty("notUsableBecause").GetString().ShouldBe("sector-mean");
        (await SearchAsync("usable=true&category=benchmark")).GetProperty("total").GetInt32().ShouldBe(0);
        (await SearchAsync("category=benchmark")).GetProperty("total").GetInt32().ShouldBe(12);
    }

    [Fact]
    public async Task A_factor_is_told_exactly_with_its_source()
    {
        var fact = await FootprintApp.GetAsync(app.CreateClient(), "/api/factors/tgv");
        fact.GetProperty("value").GetRawText().ShouldBe("0.00293");
        fact.GetProperty("quantityUnit").GetString().ShouldBe("passenger.km");
        fact.GetProperty("source").GetString().ShouldNotBeNullOrWhiteSpace();
        fact.GetProperty("catalogueVersion").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("/api/factors/no-such-factor", 404, "footprint.unknown-factor")]
    [InlineData("/api/factors?category=nothing", 422, "footprint.unknown-category")]
    public async Task Unknown_codes_are_told(string path, int status, string code)
    {
        var response = await app.CreateClient().GetAsync(new Uri(path, UriKind.Relative));
        ((int)response.StatusCode).ShouldBe(status);
        (await FootprintApp.JsonAsync(response)).GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task Everybody_may_browse_the_catalogue_twenty_facts_at_a_time()
    {
        var page = await app.NewVisitor().GetPageAsync("/facteurs");
        ((int)page.Status).ShouldBe(200);
        page.Text.ShouldContain("597 facteurs");
        page.All("tbody tr").Count.ShouldBe(20);
        var next = await app.NewVisitor().GetPageAsync("/facteurs?page=30");
        next.All("tbody tr").Count.ShouldBe(17);
        (await app.NewVisitor().GetPageAsync("/facteurs?page=9999")).Text.ShouldContain("page si loin");
    }

    [Fact]
    public async Task A_search_that_finds_nothing_says_what_to_do()
        => (await app.NewVisitor().GetPageAsync("/facteurs?recherche=zzzz")).Text.ShouldContain("Aucun facteur trouvé");

    [Fact]
    public async Task The_page_of_a_factor_shows_its_source_year_place_and_uncertainty()
    {
        var page = await app.NewVisitor().GetPageAsync("/facteurs/elec-fr-2022-mix-moyen");
        page.Text.ShouldContain("ADEME Base Carbone");
        page.Text.ShouldContain("2022");
        page.Text.ShouldContain("France");
        page.Text.ShouldContain("Incertitude publiée : 10 %");
        (await app.NewVisitor("en").GetPageAsync("/facteurs/elec-mix-gb")).Texts("dd").ShouldContain("United Kingdom");
        (await app.NewVisitor().GetPageAsync("/facteurs/elec-mix-gb")).Texts("dd").ShouldContain("Royaume-Uni");
    }

    [Fact]
    public async Task An_unknown_factor_has_no_page() => ((int)(await app.NewVisitor().GetPageAsync("/facteurs/rien")).Status).ShouldBe(404);

    private async Task<JsonElement> SearchAsync(string query) => await FootprintApp.GetAsync(app.CreateClient(), $"/api/factors?{query}");
}
