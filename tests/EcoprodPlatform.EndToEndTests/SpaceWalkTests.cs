using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>A structure's whole way as three people in Chromium: its administrator, Ecoprod's team, a producer.</summary>
[Trait("needs", "browser")]
public sealed class SpaceWalkTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    private const string Structure = "Studio Boréal";
    private const string Title = "Traversée";

    [Fact]
    public async Task From_the_request_to_the_detaching()
    {
        using var staffApi = await platform.ApiAsync(DemoPlatform.Staff);
        using var registered = await staffApi.PostAsJsonAsync("/api/organisations", new { name = Structure, isMember = true, paidUntil = "2199-12-31" });
        registered.EnsureSuccessStatusCode();
        var (administrator, staff, producer) = (await PageOfAsync(DemoPlatform.Administrator), await PageOfAsync(DemoPlatform.Staff), await PageOfAsync(DemoPlatform.Producer));

        await RequestAsync(administrator);
        await ApproveAsync(staff);
        (await MailAsync(m => m.Subject.Contains("acceptée", StringComparison.Ordinal))).Subject.ShouldContain(Structure);

        var project = await TagAsync(producer);
        var mail = await MailAsync(m => m.Text.Contains(project, StringComparison.Ordinal));
        mail.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        mail.Text.ShouldContain("parce que vous administrez");
        var link = Regex.Match(mail.Text, $"/espaces/(?<space>[0-9a-f-]+)/projets/{project}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var space = link.Groups["space"].Value;

        await administrator.GotoAsync(link.Value);
        await Expect(administrator.Locator("main")).ToContainTextAsync("15,66");
        await FilterAsync(administrator, space);
        await ExportAsync(administrator, space);
        await EndMailsAsync(mail);
        await DetachAsync(administrator, space, link.Value);

        await producer.ReloadAsync();
        await Expect(producer.Locator("#tags")).Not.ToContainTextAsync(Structure);
    }

    private async Task<IPage> PageOfAsync(string who)
    {
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, who);
        return page;
    }

    private Task<ReceivedMail> MailAsync(Func<ReceivedMail, bool> fits)
        => platform.Smtp.WaitForAsync(m => m.To.Contains(DemoPlatform.Administrator) && fits(m), TimeSpan.FromSeconds(60));

    private static async Task RequestAsync(IPage page)
    {
        await page.GotoAsync("/espaces/creer");
        await page.GetByRole(AriaRole.Link, new() { Name = "Commencer la demande" }).ClickAsync();
        await page.Locator("main input[name=q]").FillAsync("boréal");
        await page.Locator("main input[name=q]").PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { Name = Structure }).ClickAsync();
        await page.FillAsync("[name=first0]", "Camille");
        await page.FillAsync("[name=last0]", "Renaud");
        await page.FillAsync("[name=email0]", DemoPlatform.Administrator);
        await page.CheckAsync("[name=authorised0]");
        await page.SetInputFilesAsync("[name=file0]", new FilePayload { Name = "autorisation.pdf", MimeType = "application/pdf", Buffer = SampleFile.Pdf() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer la demande" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("Demande envoyée");
    }

    private static async Task ApproveAsync(IPage page)
    {
        await page.GotoAsync("/equipe/demandes");
        await page.Locator("main tbody").GetByRole(AriaRole.Link, new() { Name = Structure }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("autorisation.pdf");
        await page.GetByRole(AriaRole.Link, new() { Name = "Accepter", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Accepter la demande" }).ClickAsync();
        await Expect(page.Locator("body")).ToContainTextAsync("Demande acceptée");
    }

    /// <summary>A measured project; its lines come by the API, MainJobInBrowserTests types them.</summary>
    private async Task<string> TagAsync(IPage page)
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        var body = FirstProject.Read().Project.Deserialize<Dictionary<string, JsonElement>>()!;
        body["title"] = JsonSerializer.SerializeToElement(Title);
        using var created = await api.PostAsJsonAsync("/api/projects", body);
        var project = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/footprints/{project}/final") { Content = JsonContent.Create(new { lines = FirstProject.Read().Lines }), Headers = { { "If-Match", "\"0\"" } } };
        using var measured = await api.SendAsync(put);
        measured.EnsureSuccessStatusCode();

        await page.GotoAsync($"/projets/{project}/configuration");
        await page.Locator("#f-tag").FillAsync("studio bor");
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new(Structure) }).ClickAsync();
        await Expect(page.Locator("#tags")).ToContainTextAsync(Structure);
        return project;
    }

    private static async Task FilterAsync(IPage page, string space)
    {
        await page.GotoAsync($"/espaces/{space}");
        await Expect(page.Locator(".figures").First).ToContainTextAsync("15,66");
        await page.GotoAsync($"/espaces/{space}/filtres");
        await page.Locator("input[name=statut][value=closed]").CheckAsync(new() { Force = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "Filtrer", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(new Regex("statut=closed"));
        await Expect(page.Locator("main")).Not.ToContainTextAsync(Title);
        await page.GotoAsync($"/espaces/{space}?genre=documentary");
        await Expect(page.Locator("main")).ToContainTextAsync(Title);
        await page.Locator(".tabs").GetByRole(AriaRole.Link, new() { Name = "Projets" }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/projets.*genre=documentary"));
        await Expect(page.Locator("main tbody")).ToContainTextAsync(Title);
    }

    private static async Task ExportAsync(IPage page, string space)
    {
        page.Url.ShouldContain(space);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Exporter (.xlsx)" }).ClickAsync());
        var sheets = Workbook.ReadAll(await File.ReadAllBytesAsync(await download.PathAsync()));
        var row = sheets[0].Rows.Single(r => r.Contains(Title));
        row.OfType<decimal>().ShouldContain(kg => kg >= 15_655 && kg < 15_665);
        sheets.SelectMany(s => s.Rows).SelectMany(r => r).OfType<string>().ShouldContain(c => c.Contains("Documentaire", StringComparison.Ordinal));
    }

    /// <summary>In a browser that nobody signed in with.</summary>
    private async Task EndMailsAsync(ReceivedMail mail)
    {
        var page = await platform.NewPageAsync();
        await page.GotoAsync(new Uri(mail.Headers["List-Unsubscribe"].Trim().Trim('<', '>')).PathAndQuery);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ne plus le recevoir" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Vous ne recevez plus un mail par tag");
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Vous ne recevez plus");
    }

    private static async Task DetachAsync(IPage page, string space, string project)
    {
        await page.GotoAsync($"/espaces/{space}/projets");
        await page.GetByRole(AriaRole.Link, new() { Name = $"Gérer les tags, {Title}" }).ClickAsync();
        await page.FillAsync("[name=confirmation]", "détacher");
        await page.GetByRole(AriaRole.Button, new() { Name = "Détacher la structure" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Aucun projet ne vous a encore tagué");
        (await page.GotoAsync(project))!.Status.ShouldBe(404);
    }
}
