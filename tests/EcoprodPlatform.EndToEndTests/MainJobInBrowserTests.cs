using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The main job clicked through in Chromium, as the producer and then as the administrator.</summary>
[Trait("needs", "browser")]
public sealed class MainJobInBrowserTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    private static readonly Dictionary<string, string> DepartmentNames = new(StringComparer.Ordinal)
    {
        ["transport"] = "Déplacements et transports", ["unit-logistics"] = "Régie", ["locations"] = "Lieux de tournage",
        ["technical-equipment"] = "Moyens techniques", ["set-design"] = "Déco, construction et accessoires", ["production"] = "Production", ["post-production"] = "Post-production",
    };

    [Fact]
    public async Task A_producer_measures_and_tags_and_the_administrator_sees_it()
    {
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        var id = await CreateProjectAsync(page);
        await EnterLinesAsync(page, id);

        await page.GotoAsync($"/bilans/{id}/resultats");
        await Expect(page.Locator("main")).ToContainTextAsync("15,66");
        foreach (var heading in new[] { "Par département", "Par poste", "Par phase" })
        {
            await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new(heading) })).ToBeVisibleAsync();
        }

        await TagAsync(page, id);
        var mails = await platform.MailsAboutAsync([id], TimeSpan.FromSeconds(20));
        mails.Count(m => m.Text.Contains(id, StringComparison.Ordinal)).ShouldBe(2);

        var administrator = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(administrator, DemoPlatform.Administrator);
        await administrator.GotoAsync("/");
        await administrator.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Ouvrir" }).Last.ClickAsync();
        await Expect(administrator.GetByRole(AriaRole.Heading, new() { Name = "ECOLOPROD", Level = 1 })).ToBeVisibleAsync();
        await Expect(administrator.Locator(".figures").First).ToContainTextAsync("60");

        var link = new Uri(mails.First(m => m.To.Contains(DemoPlatform.Administrator) && m.Text.Contains(id, StringComparison.Ordinal)).Text
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).First(w => w.StartsWith("http", StringComparison.Ordinal) && w.Contains(id, StringComparison.Ordinal)));
        await administrator.GotoAsync(link.PathAndQuery);
        await Expect(administrator.Locator("main")).ToContainTextAsync("Documentaire");
        await Expect(administrator.Locator("main")).ToContainTextAsync("15,66");
    }

    [Fact]
    public async Task Another_persons_project_and_another_structures_space_do_not_exist()
    {
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, DemoPlatform.Administrator);
        await page.GotoAsync("/espaces");
        var space = new Uri(page.Url).AbsolutePath;

        var stranger = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(stranger, DemoPlatform.Producer);
        (await stranger.GotoAsync(space))!.Status.ShouldBe(404);
        (await stranger.GotoAsync(space + "/projets"))!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task The_project_form_works_with_the_keyboard_only()
    {
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        await page.GotoAsync("/projets/nouveau");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')")).ShouldBe("#main", "the first stop is the skip link");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "title");
        await page.Keyboard.TypeAsync("Au clavier");
        await TabToAsync(page, "editorialGenre");
        await page.Keyboard.TypeAsync("Spot");
        await TabToButtonAsync(page, "Créer le projet");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(new Regex("/configuration"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Au clavier" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Searches_answer_while_one_types_and_are_chosen_from_with_the_keyboard()
    {
        var id = await ProjectAsync();
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);

        await page.GotoAsync($"/bilans/{id}/definitif");
        var factors = page.Locator("#f-recherche");
        await factors.PressSequentiallyAsync("train");
        await Expect(factors).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Escape");
        await Expect(factors).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(factors).ToHaveAttributeAsync("aria-activedescendant", "factor-list-0");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(page.GetByRole(AriaRole.Option).Last).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Option, new() { Selected = true })).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Option).First).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("factor="));

        await page.GotoAsync($"/projets/{id}/configuration");
        await page.Locator("#f-tag").PressSequentiallyAsync("ecoloprod fil");
        await Expect(page.Locator("#f-tag")).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#tags .chip")).ToContainTextAsync("ECOLOPROD Films");
    }

    [Fact]
    public async Task The_data_entry_works_without_JavaScript()
    {
        var id = await ProjectAsync();
        var page = await platform.NewPageAsync();
        await page.RouteAsync(new Regex(@"\.js$"), route => route.AbortAsync());
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);

        await page.GotoAsync($"/bilans/{id}/definitif");
        await page.Locator("#f-recherche").FillAsync("tgv");
        await page.GetByRole(AriaRole.Button, new() { Name = "Chercher" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "TGV", Exact = true }).ClickAsync();
        await FillLineAsync(page, "2 400,5", "transport", "transport", "pre-production", "Repérages");

        await Expect(page.Locator("main")).ToContainTextAsync("2 400,5");
        await Expect(page.Locator(".figures").First).ToContainTextAsync("0,007");
    }

    private async Task<string> ProjectAsync()
    {
        var api = await platform.ApiAsync(DemoPlatform.Producer);
        using var created = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(api, "/api/projects", FirstProject.Read().Project);
        return System.Text.Json.JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetString()!;
    }

    private static async Task<string> CreateProjectAsync(IPage page)
    {
        await page.GotoAsync("/projets");
        await page.GetByRole(AriaRole.Link, new() { Name = "Créer un projet" }).ClickAsync();
        await page.Locator("#f-title").FillAsync("Documentaire");
        await page.Locator("#f-editorialGenre").SelectOptionAsync("documentary");
        await page.GetByLabel("Autre", new() { Exact = true }).First.CheckAsync();
        await page.Locator("#f-mainDistribution").SelectOptionAsync("other");
        await page.Locator("#f-budget").FillAsync("300 000");
        await page.Locator("#f-durationSeconds-h").FillAsync("0");
        await page.Locator("#f-durationSeconds-min").FillAsync("52");
        await page.Locator("#f-shootingFormat").SelectOptionAsync("hd");
        await page.Locator("#f-startDate").FillAsync("2022-12-05");
        await page.Locator("#f-deliveryDate").FillAsync("2023-10-02");
        await page.Locator("#f-productionDays").FillAsync("100");
        await page.Locator("#f-coproductionAdd").FillAsync("Belgique, Botswana");
        await page.GetByRole(AriaRole.Button, new() { Name = "Créer le projet" }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/configuration"));
        await Expect(page.Locator("main")).ToContainTextAsync("Botswana");
        return Regex.Match(page.Url, "[0-9a-f-]{36}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }

    private static async Task EnterLinesAsync(IPage page, string id)
    {
        foreach (var line in FirstProject.Read().Lines)
        {
            await page.GotoAsync($"/bilans/{id}/definitif?factor={line.GetProperty("factor").GetString()}");
            await FillLineAsync(
                page,
                line.GetProperty("quantity").GetString()!.Replace('.', ','),
                line.GetProperty("department").GetString()!,
                line.GetProperty("post").GetString()!,
                line.GetProperty("phase").GetString()!,
                line.GetProperty("label").GetString()!);
        }

        await Expect(page.Locator(".figures").First).ToContainTextAsync("15,66");
        await Expect(page.Locator(".figures").First).ToContainTextAsync("19");
        var headers = await page.Locator("main tbody th[scope=rowgroup]").AllTextContentsAsync();
        await page.GotoAsync($"/bilans/{id}/definitif?page=2");
        FirstProject.Read().Expected.GetProperty("byDepartment").EnumerateObject().Select(d => DepartmentNames[d.Name])
            .ShouldBeSubsetOf([.. headers, .. await page.Locator("main tbody th[scope=rowgroup]").AllTextContentsAsync()]);
    }

    private static async Task FillLineAsync(IPage page, string quantity, string department, string post, string phase, string label)
    {
        await page.Locator("#f-quantity").FillAsync(quantity);
        await page.Locator("#f-department").SelectOptionAsync(department);
        await page.Locator("#f-post").SelectOptionAsync(post);
        await page.Locator("#f-phase").SelectOptionAsync(phase);
        await page.Locator("#f-label").FillAsync(label);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter la ligne" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("factor=", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("Ligne ajoutée");
    }

    private static async Task TagAsync(IPage page, string id)
    {
        await page.GotoAsync($"/projets/{id}/configuration");
        await page.Locator("#f-tag").FillAsync("ecoloprod fil");
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new("ECOLOPROD Films") }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("ECOLOPROD Films");
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("ECOLOPROD Films");
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string?>("document.activeElement.getAttribute('name')") == name)
            {
                return;
            }
        }

        throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Tab never reaches {name}"));
    }

    private static async Task TabToButtonAsync(IPage page, string text)
    {
        for (var i = 0; i < 80; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("document.activeElement.textContent.trim()") == text)
            {
                return;
            }
        }

        throw new InvalidOperationException($"Tab never reaches the button {text}");
    }
}
