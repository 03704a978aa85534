using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>What people type is what is saved, whatever happened to the language or the session meanwhile.</summary>
[Trait("needs", "browser")]
public sealed class FormsInBrowserTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    /// <summary>The same table as the server's (<c>NumbersInFormsTests</c>).</summary>
    [Fact]
    public async Task B04_The_browser_reads_numbers_by_the_table_of_the_server()
    {
        var (_, page) = await EntryAsync();
        var table = await File.ReadAllTextAsync(Repository.PathOf("tests", "data", "numbers.json"));
        var differences = await page.EvaluateAsync<string[]>(
            """
            async table => {
              const script = await (await fetch(document.querySelector('script[src*="/footprint."]').src)).text();
              const { readNumber } = await import(/"([^"]*numbers\.[^"]*)"/.exec(script)[1]);
              return JSON.parse(table).filter(r => readNumber(r.typed, r.in, r.units) !== r.number).map(r => `"${r.typed}" in "${r.in}": ${readNumber(r.typed, r.in, r.units)} instead of ${r.number}`);
            }
            """,
            table);
        differences.ShouldBeEmpty();
    }

    /// <summary>The browser's own page on sending again (ERR_CACHE_MISS) was what came back.</summary>
    [Fact]
    public async Task Back_to_a_refused_form_and_reloading_it_show_the_form()
    {
        var (id, page) = await EntryAsync();
        var line = page.Locator("[name=quantity]");
        await page.GotoAsync($"/projets/{id}/configuration");
        await page.Locator("[name=title]").FillAsync("");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Enregistrer") }).First.ClickAsync();
        await Expect(page.Locator("#errors")).ToBeVisibleAsync();
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync("/projets");
        await page.GoBackAsync();
        await Expect(page.Locator("[name=title]")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("[name=title]")).Not.ToHaveValueAsync("");

        // A refused line too, though a script sends it.
        await page.GotoAsync($"/bilans/{id}/previsionnel?factor=tgv");
        await line.FillAsync("-4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter la ligne" }).ClickAsync();
        await Expect(page.Locator("#errors")).ToBeVisibleAsync();
        await page.GotoAsync("/projets");
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Données prévisionnelles" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_department_link_is_one_link_however_often_its_page_is_reloaded()
    {
        var (id, page) = await EntryAsync();
        await page.GotoAsync($"/bilans/{id}/previsionnel/questionnaire/liens");
        await page.Locator("[name=department]").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Créer le lien" }).ClickAsync();
        var address = await page.Locator("main code").TextContentAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("main code")).ToHaveTextAsync(address!);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Désactiver" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_current_tab_is_in_sight_on_a_phone_on_a_scenario_too()
    {
        var (id, page) = await EntryAsync();
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        using var line = await api.PostAsJsonAsync($"/api/footprints/{id}/provisional/lines", FirstProject.Read().Lines[0]);
        using var started = await api.PostAsJsonAsync($"/api/footprints/{id}/scenarios", new { name = "En train", @base = "provisional" });
        var kind = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("kind").GetString();
        await page.SetViewportSizeAsync(320, 700);
        foreach (var (path, tab) in new[] { (kind!, "Scénarios"), ("resultats", "Résultats"), ("conseils", "Résultats"), ("definitif", "Données définitives") })
        {
            await page.GotoAsync($"/bilans/{id}/{path}");
            var current = page.Locator(".tabs [aria-current=page]");
            await Expect(current).ToHaveTextAsync(tab);
            await Expect(current).ToBeInViewportAsync(new() { Ratio = 1 });
        }
    }

    [Fact]
    public async Task B04_The_result_beside_the_quantity_is_the_one_that_is_saved_or_none()
    {
        var (id, page) = await EntryAsync();
        var quantity = page.Locator("[name=quantity]");
        var result = page.Locator("[data-line-result]");
        foreach (var none in new[] { "", "0", "-4", "1,5e3", "1.500", "douze", "0,0000001" })
        {
            await quantity.FillAsync("12");
            await Expect(result).ToBeVisibleAsync();
            await quantity.FillAsync(none);
            await Expect(result).ToBeHiddenAsync();
        }

        await quantity.FillAsync("1.234,5");
        await Expect(result).ToContainTextAsync("3,62 kgCO₂e");
        await page.Locator("[name=phase]").SelectOptionAsync("shooting");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter la ligne" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("TGV, 3,62 kg.");
        (await LineAsync(id)).GetProperty("quantity").GetDecimal().ShouldBe(1234.5m);
    }

    [Fact]
    public async Task B02_No_result_shows_beside_a_quantity_that_the_server_would_refuse()
    {
        var (_, page) = await EntryAsync();
        var quantity = page.Locator("[name=quantity]");
        var result = page.Locator("[data-line-result]");
        await quantity.FillAsync("341 296 928 327,645051");
        await Expect(result).ToBeVisibleAsync();
        foreach (var none in new[] { "341 296 928 327,645052", "1 000 000 000 000", "1 000 000 000 001" })
        {
            await quantity.FillAsync(none);
            await Expect(result).ToBeHiddenAsync();
            await quantity.FillAsync("12");
            await Expect(result).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Enter_in_a_field_of_a_line_adds_the_line_and_keeps_the_factor()
    {
        var (id, page) = await EntryAsync();
        await page.Locator("[name=phase]").SelectOptionAsync("shooting");
        await page.Locator("[name=label]").FillAsync("Aller-retour");
        await page.Locator("[name=quantity]").FillAsync("500");
        await page.Locator("[name=quantity]").PressAsync("Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("Ligne ajoutée");
        (await LineAsync(id)).GetProperty("quantity").GetDecimal().ShouldBe(500);
    }

    [Fact]
    public async Task B01_A_form_printed_in_English_is_saved_as_it_was_meant_after_a_change_of_language_in_another_tab()
    {
        var (id, page) = await EntryAsync();
        await page.Locator("a.lang").ClickAsync();
        await page.GotoAsync($"/projets/{id}/configuration");
        await page.Locator("[name=budget]").FillAsync("1,500");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Save") }).First.ClickAsync();
        await page.GotoAsync($"/projets/{id}/configuration");
        await Expect(page.Locator("[name=budget]")).ToHaveValueAsync("1,500");

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/langue/fr");
        await page.Locator("[name=title]").FillAsync("Nouveau titre");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Save") }).First.ClickAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        var project = await api.GetFromJsonAsync<JsonElement>($"/api/projects/{id}");
        project.GetProperty("title").GetString().ShouldBe("Nouveau titre");
        project.GetProperty("budget").GetDecimal().ShouldBe(1500);
    }

    [Fact]
    public async Task B05_A_line_typed_after_the_session_ended_comes_back_after_the_sign_in()
    {
        var (id, page) = await EntryAsync();
        await page.Locator("[name=quantity]").FillAsync("2 400");
        await page.Locator("[name=phase]").SelectOptionAsync("shooting");
        await page.Locator("[name=label]").FillAsync("Repérages");
        await page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "ecoprod-session" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter la ligne" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Votre session a pris fin" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Se connecter et reprendre" }).ClickAsync();
        await page.Locator("input[type=email]").FillAsync(DemoPlatform.Producer);
        await page.Locator("input[type=password]").FillAsync(DemoPlatform.Password);
        await page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "Se connecter", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer ma saisie" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("Ligne ajoutée");
        await Expect(page.Locator("main")).ToContainTextAsync("Repérages");
        (await LineAsync(id)).GetProperty("quantity").GetDecimal().ShouldBe(2400);
    }

    /// <summary>A project of its own, and the page on which a line of TGV is typed.</summary>
    private async Task<(string Id, IPage Page)> EntryAsync()
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        using var created = await api.PostAsJsonAsync("/api/projects", FirstProject.Read().Project);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        await page.GotoAsync("/langue/fr");
        await page.GotoAsync($"/bilans/{id}/previsionnel?factor=tgv");
        return (id, page);
    }

    private async Task<JsonElement> LineAsync(string id)
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        return (await api.GetFromJsonAsync<JsonElement>($"/api/footprints/{id}/provisional")).GetProperty("lines").EnumerateArray().Single();
    }
}
