using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>On set the network comes and goes: lines wait on the phone and are there once, whatever happened on the way.</summary>
[Trait("needs", "browser")]
public sealed class JournalInBrowserTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    [Fact]
    public async Task Lines_typed_without_network_are_listed_outlive_the_page_and_leave_once()
    {
        var (id, page) = await EntryAsync();
        await page.Context.SetOfflineAsync(true);
        await AddAsync(page, "12,5", "Car de l’équipe");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne attend le réseau");
        await Expect(page.Locator("[data-journal] li")).ToContainTextAsync("Car de l’équipe, TGV, 12,5\u00A0passager.km");
        await Expect(page.Locator("[name=quantity]")).ToHaveValueAsync("");
        await AddAsync(page, "40", "Retour");
        await AddAsync(page, "7", "De trop");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("3 lignes attendent le réseau");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Retirer.*De trop") }).ClickAsync();
        await Expect(page.Locator("[data-journal] li")).ToHaveCountAsync(2);

        var (context, entry) = (page.Context, new Uri(page.Url).AbsolutePath);
        await page.CloseAsync();
        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(entry);
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("2 lignes sont parties");
        await page.ReloadAsync();
        await Expect(page.Locator("main table")).ToContainTextAsync("Car de l’équipe");
        await Expect(page.Locator("[data-journal] > *")).ToHaveCountAsync(0);
        (await LinesAsync(id)).Select(l => l.GetProperty("quantity").GetDecimal()).Order().ShouldBe([12.5m, 40m]);
    }

    [Fact]
    public async Task A_line_leaves_by_itself_when_the_network_is_back()
    {
        var (id, page) = await EntryAsync();
        await page.Context.SetOfflineAsync(true);
        await AddAsync(page, "12", "Car de l’équipe");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne attend le réseau");
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne est partie");
        await page.GetByRole(AriaRole.Link, new() { Name = "Voir les lignes" }).ClickAsync();
        await Expect(page.Locator("main table")).ToContainTextAsync("Car de l’équipe");
        (await LinesAsync(id)).ShouldHaveSingleItem();
    }

    /// <summary>The browser believes in its network, the line arrives, the answer does not, nor that to the second try.</summary>
    [Fact]
    public async Task An_answer_that_is_lost_on_the_way_back_makes_no_second_line()
    {
        var (id, page) = await EntryAsync();
        var lost = 0;
        await page.RouteAsync(url => url.Contains("/previsionnel", StringComparison.Ordinal) || url.EndsWith("/lines", StringComparison.Ordinal), async route =>
        {
            if (route.Request.Method == "POST" && lost < 2)
            {
                lost++;
                await route.FetchAsync(new() { MaxRedirects = 0 });
                await route.AbortAsync("connectionreset");
            }
            else
            {
                await route.ContinueAsync();
            }
        });
        await AddAsync(page, "12", "Car de l’équipe");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne est partie", new() { Timeout = 20_000 });
        lost.ShouldBe(2);
        (await LinesAsync(id)).ShouldHaveSingleItem().GetProperty("label").GetString().ShouldBe("Car de l’équipe");
    }

    [Fact]
    public async Task Two_tabs_send_a_line_once()
    {
        var (id, page) = await EntryAsync();
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync(page.Url);
        var answered = 0;
        page.Context.Response += (_, response) => answered += response.Url.EndsWith("/lines", StringComparison.Ordinal) ? 1 : 0;
        await page.Context.SetOfflineAsync(true);
        await AddAsync(page, "12", "Car de l’équipe");
        // The other tab lists it too.
        await Expect(other.Locator("[data-journal] li")).ToContainTextAsync("Car de l’équipe");
        await page.Context.SetOfflineAsync(false);
        foreach (var tab in new[] { page, other })
        {
            await Expect(tab.Locator("[data-journal] .warn")).ToHaveCountAsync(0);
        }

        answered.ShouldBe(1);
        (await LinesAsync(id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_line_stays_with_the_reason_until_it_is_corrected_or_taken_away()
    {
        var (id, page) = await EntryAsync();
        await page.Context.SetOfflineAsync(true);
        // 2,900 t: asked about, and nobody is there to ask.
        await AddAsync(page, "1 000 000 000", "Tournée");
        await AddAsync(page, "2 000 000 000", "Autre tournée");
        await page.Context.SetOfflineAsync(false);
        var refused = page.Locator("[data-journal] .notice.bad");
        await Expect(refused).ToHaveCountAsync(2);
        await Expect(refused.First).ToContainTextAsync("l’unité est-elle la bonne");
        await page.ReloadAsync();
        await Expect(refused).ToHaveCountAsync(2);
        await refused.Last.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(refused).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "La corriger" }).ClickAsync();
        await Expect(page.Locator("[name=label]")).ToHaveValueAsync("Tournée");
        await page.Locator("[name=quantity]").FillAsync("1 000");
        await page.Locator("[name=quantity]").PressAsync("Enter");
        await Expect(page.Locator("main")).ToContainTextAsync("Ligne ajoutée");
        await Expect(refused).ToHaveCountAsync(0);
        (await LinesAsync(id)).ShouldHaveSingleItem().GetProperty("quantity").GetDecimal().ShouldBe(1000);
    }

    [Fact]
    public async Task Lines_of_who_signed_out_meanwhile_stay_and_leave_after_the_sign_in()
    {
        var (id, page) = await EntryAsync();
        await page.Context.SetOfflineAsync(true);
        await AddAsync(page, "12", "Car de l’équipe");
        await page.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "ecoprod-session" });
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Votre session est terminée. Sur cet appareil attend\u202F: une ligne.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Se reconnecter" }).ClickAsync();
        await page.Locator("input[type=email]").FillAsync(DemoPlatform.Producer);
        await page.Locator("input[type=password]").FillAsync(DemoPlatform.Password);
        await page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "Se connecter", Exact = true }).ClickAsync();
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne est partie");
        (await LinesAsync(id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_network_what_is_missing_is_told_before_a_line_is_kept()
    {
        var (_, page) = await EntryAsync();
        await page.Context.SetOfflineAsync(true);
        await AddAsync(page, "douze", "Car de l’équipe");
        await Expect(page.Locator("#f-quantity").Locator("xpath=ancestor::*[contains(@class,'field')][1]")).ToContainTextAsync("écrivez la quantité elle-même");
        await Expect(page.Locator("[name=label]")).ToHaveValueAsync("Car de l’équipe");
        await Expect(page.Locator("[data-journal] > *")).ToHaveCountAsync(0);
        await page.Locator("[name=quantity]").FillAsync("12");
        await page.Locator("[name=quantity]").PressAsync("Enter");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne attend le réseau");
    }

    [Fact]
    public async Task A_photo_of_the_ticket_leaves_with_its_line_also_when_the_network_comes_back_later()
    {
        var (id, page) = await EntryAsync();
        await PhotographAsync(page);
        await Expect(page.Locator("[data-ticket]")).ToContainTextAsync("La photo partira avec la ligne");
        await AddAsync(page, "12", "Aller");
        await Expect(page.Locator("main")).ToContainTextAsync("Ligne ajoutée");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une photo de ticket est jointe à sa ligne");

        await page.GotoAsync($"/bilans/{id}/previsionnel?factor=tgv");
        await page.Context.SetOfflineAsync(true);
        await PhotographAsync(page);
        await AddAsync(page, "40", "Retour");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne attend le réseau");
        var (context, entry) = (page.Context, new Uri(page.Url).AbsolutePath);
        await page.CloseAsync();
        await context.SetOfflineAsync(false);
        page = await context.NewPageAsync();
        await page.GotoAsync(entry);
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une ligne est partie");
        await Expect(page.Locator("[data-journal]")).ToContainTextAsync("Une photo de ticket est jointe à sa ligne");
        await page.ReloadAsync();
        await Expect(page.Locator("main table").GetByRole(AriaRole.Link, new() { NameRegex = new("^1 justificatif") })).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_photo_of_the_ticket_is_attached_to_a_line_in_one_tap_and_undone()
    {
        var (id, page) = await EntryAsync();
        await AddAsync(page, "12", "Aller");
        await page.GetByRole(AriaRole.Link, new() { Name = "Modifier Aller" }).ClickAsync();
        var ticket = page.Locator("[data-ticket]");
        await page.Context.SetOfflineAsync(true);
        await PhotographAsync(page);
        await Expect(ticket).ToContainTextAsync("La photo reste ici");
        await page.Context.SetOfflineAsync(false);
        await Expect(ticket).ToContainTextAsync("Photo jointe à la ligne");
        await Expect(page.Locator("[data-files] th a")).ToHaveTextAsync("ticket.jpg");

        await ticket.GetByRole(AriaRole.Button, new() { Name = "Annuler" }).ClickAsync();
        await Expect(ticket).ToContainTextAsync("Photo retirée");
        await Expect(page.Locator("[data-files] th a")).ToHaveCountAsync(0);

        await PhotographAsync(page, "ticket.jpg", "%PDF no, a text"u8.ToArray());
        await Expect(ticket).ToContainTextAsync("ticket.jpg");
        await Expect(page.Locator("[data-files] th a")).ToHaveCountAsync(0);
        (await LinesAsync(id)).ShouldHaveSingleItem();
    }

    private static async Task PhotographAsync(IPage page, string name = "ticket.jpg", byte[]? content = null)
    {
        var chooser = await page.RunAndWaitForFileChooserAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Photographier un ticket" }).ClickAsync());
        await chooser.SetFilesAsync(new FilePayload { Name = name, MimeType = "image/jpeg", Buffer = content ?? SampleFile.Jpeg });
    }

    private static async Task AddAsync(IPage page, string quantity, string label)
    {
        await page.Locator("[name=quantity]").FillAsync(quantity);
        await page.Locator("[name=label]").FillAsync(label);
        await page.Locator("[name=phase]").SelectOptionAsync("shooting");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter la ligne" }).ClickAsync();
    }

    /// <summary>A project of its own, and the page on which a line of TGV is typed, on a phone.</summary>
    private async Task<(string Id, IPage Page)> EntryAsync()
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        using var created = await api.PostAsJsonAsync("/api/projects", FirstProject.Read().Project);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var page = await platform.NewPageAsync(390, isTouch: true);
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        await page.GotoAsync("/langue/fr");
        await page.GotoAsync($"/bilans/{id}/previsionnel?factor=tgv");
        return (id, page);
    }

    private async Task<IReadOnlyList<JsonElement>> LinesAsync(string id)
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        return [.. (await api.GetFromJsonAsync<JsonElement>($"/api/footprints/{id}/provisional")).GetProperty("lines").EnumerateArray()];
    }
}
