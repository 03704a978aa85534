using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>What every page promises: accessible, light, narrow, both languages, no refused script or style.</summary>
[Trait("needs", "browser")]
public sealed class EveryPageTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    private const double LeastEcoIndex = 80;
    private const double MostKilobytes = 60;

    [Fact]
    public Task Public_pages() => CheckAsync(null, ["/", "/mentions-legales", "/donnees-personnelles", "/accessibilite", "/compte/connexion", "/compte/inscription", "/compte/mot-de-passe-oublie", "/facteurs", "/facteurs?recherche=hydrog%C3%A8ne", "/facteurs/tgv", "/facteurs/elec-mix-gb", "/espaces/creer"]);

    [Fact]
    public async Task Pages_of_a_producer()
    {
        using var api = await platform.ApiAsync(DemoPlatform.Producer);
        using var created = await api.PostAsJsonAsync("/api/projects", FirstProject.Read().Project);
        var empty = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var measured = await api.PostAsJsonAsync("/api/projects", FirstProject.Read().Project);
        var full = (await measured.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/footprints/{full}/final") { Content = JsonContent.Create(new { lines = FirstProject.Read().Lines }), Headers = { { "If-Match", "\"0\"" } } };
        using var lines = await api.SendAsync(put);
        var line = (await lines.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("lines")[0].GetProperty("id").GetGuid();
        using var files = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Pdf()), "files", "facture.pdf" } };
        using var attached = await api.PostAsync($"/api/footprints/{full}/final/lines/{line}/evidence", files);
        var document = (await attached.Content.ReadFromJsonAsync<JsonElement>())[0].GetProperty("id").GetGuid();

        using var stated = await api.PostAsJsonAsync($"/api/footprints/{full}/factors", new { name = "Nuit à l’hôtel du tournage", unit = "night", value = 4.9, source = "Bilan carbone de l’hôtel", geography = "FR" });
        var own = (await stated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

        await CheckAsync(
            DemoPlatform.Producer,
            [
                "/", "/projets", "/projets?q=aucun-projet-de-ce-nom", "/projets/nouveau", $"/projets/{full}/configuration", $"/projets/{full}/collaboration", $"/projets/{full}/cloture", $"/projets/{full}/suppression",
                $"/bilans/{empty}/previsionnel", $"/bilans/{empty}/resultats", $"/bilans/{full}/definitif", $"/bilans/{full}/definitif?recherche=hotel", $"/bilans/{full}/definitif?factor=tgv", $"/bilans/{full}/definitif?factor=elec-mix-gb", $"/bilans/{full}/definitif?factor=avion-long-avec-trainees&tripFrom=Paris&tripTo=Dakar", $"/bilans/{full}/definitif?factor=television-impactco2&devices=2&days=30", $"/bilans/{full}/definitif/coller", $"/bilans/{full}/definitif/feuille", $"/bilans/{full}/definitif/modifications/1/annulation", $"/bilans/{full}/definitif/dupliquer", "/facteurs/favoris", $"/bilans/{empty}/previsionnel/reprise", $"/bilans/{empty}/previsionnel/reprise?de={full}&bilan=final",
                $"/bilans/{full}/definitif/lignes/{line}", $"/bilans/{full}/definitif/lignes/{line}/justificatifs", $"/bilans/{full}/definitif/lignes/{line}/commentaires", $"/bilans/{full}/definitif/lignes/{line}/justificatifs/{document}/retrait",
                $"/bilans/{full}/resultats", $"/bilans/{full}/definitif/ecart", $"/bilans/{full}/scenarios", $"/bilans/{full}/definitif/a-faire", $"/bilans/{full}/definitif/catalogue", $"/bilans/{full}/definitif/questionnaire/liens", $"/bilans/{full}/conseils", $"/bilans/{empty}/conseils", $"/bilans/{full}/depot-cnc", $"/bilans/{empty}/facteurs", $"/bilans/{full}/facteurs", $"/bilans/{full}/facteurs/base-carbone", $"/bilans/{full}/facteurs/autres-projets", $"/bilans/{full}/facteurs/{own}", $"/bilans/{full}/facteurs/{own}/retrait", $"/bilans/{full}/definitif/questionnaire", $"/bilans/{full}/definitif/questionnaire/travel", $"/bilans/{full}/definitif/questionnaire/unit", $"/bilans/{full}/definitif/questionnaire/locations", "/compte", "/compte/sessions", "/projets/00000000-0000-0000-0000-000000000000/configuration",
            ]);
    }

    [Fact]
    public async Task Pages_of_an_administrator()
    {
        using var api = await platform.ApiAsync(DemoPlatform.Administrator);
        var space = (await api.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetString();
        var projects = await api.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space}/projects");
        var first = FirstId(projects);
        using var made = await api.PostAsJsonAsync($"/api/member-spaces/{space}/webhooks", new { address = "https://example.org/ecoprod", events = new[] { "project.tagged" } });
        var webhook = $"/espaces/{space}/api/webhooks/{(await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()}";
        await CheckAsync(
            DemoPlatform.Administrator,
            ["/", $"/espaces/{space}", $"/espaces/{space}/projets", $"/espaces/{space}/mode-d-emploi", $"/espaces/{space}/mode-d-emploi/tableau-de-bord", $"/espaces/{space}/mode-d-emploi/tags-et-detachement", $"/espaces/{space}/mode-d-emploi/api", $"/espaces/{space}/notifications", $"/espaces/{space}/taguez-nous", $"/espaces/{space}/comparaison?{string.Join('&', projects.GetProperty("items").EnumerateArray().Take(4).Select(p => $"projet={p.GetProperty("id")}"))}", $"/espaces/{space}/comparaison?projet={first}", $"/espaces/{space}/api", $"/espaces/{space}/api/webhooks/nouveau", webhook, $"{webhook}/secret", $"{webhook}/suppression", $"/espaces/{space}/projets/{first}", $"/espaces/{space}/projets/{first}/lignes", $"/espaces/{space}/filtres?statut=open&genre=documentary", $"/espaces/{space}/projets/{first}/tags", $"/espaces/{space}/gestion", $"/espaces/{space}/gestion/tags", $"/espaces/{space}/gestion/administrateurs", $"/espaces/{space}/gestion/suppression", "/espaces/demandes"]);
    }

    [Fact]
    public async Task Pages_of_a_request()
    {
        using var staff = await platform.ApiAsync(DemoPlatform.Staff);
        using var registered = await staff.PostAsJsonAsync("/api/organisations", new { name = "Studio Boréal", isMember = true, paidUntil = "2199-12-31" });
        var organisation = registered.Headers.Location!.ToString().Split('/')[^1];
        var page = await platform.NewPageAsync(1200);
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        await page.GotoAsync($"/espaces/demande/{organisation}");
        await page.FillAsync("[name=first0]", "Noé");
        await page.FillAsync("[name=last0]", "Lambert");
        await page.FillAsync("[name=email0]", "noe@boreal.example");
        await page.CheckAsync("[name=authorised0]");
        await page.SetInputFilesAsync("[name=file0]", new FilePayload { Name = "autorisation.pdf", MimeType = "application/pdf", Buffer = SampleFile.Pdf() });
        await page.ClickAsync("main .formactions button");
        await page.WaitForURLAsync("**/espaces/demandes/*");
        var request = page.Url.Split('/')[^1];

        await CheckAsync(DemoPlatform.Producer, ["/espaces/demande", "/espaces/demande?q=studio", $"/espaces/demande/{organisation}", "/espaces/demandes", $"/espaces/demandes/{request}", $"/espaces/demandes/{request}/reponse", $"/espaces/demandes/{request}/abandon"]);
        await CheckAsync(DemoPlatform.Staff, ["/equipe/demandes", "/equipe/demandes?etat=refused", $"/equipe/demandes/{request}", $"/equipe/demandes/{request}/precisions", $"/equipe/demandes/{request}/refus", $"/equipe/demandes/{request}/accord", $"/equipe/structures/{organisation}", $"/equipe/structures/{organisation}/delai", $"/equipe/structures/{organisation}/suppression"]);
    }

    [Fact]
    public async Task Pages_of_the_staff()
    {
        using var api = await platform.ApiAsync(DemoPlatform.Staff);
        var structure = FirstId(await api.GetFromJsonAsync<JsonElement>("/api/organisations"));
        await CheckAsync(DemoPlatform.Staff, [$"/equipe/structures/{structure}", $"/equipe/structures/{structure}/cles/nouvelle", "/equipe", "/equipe/etat", "/equipe/courriels", "/equipe/structures", "/equipe/comptes", "/equipe/journal", "/equipe/base-carbone", "/equipe/catalogue", "/equipe/agrement", "/equipe/taux"]);
    }

    [Fact]
    public async Task The_picture_of_the_readme()
    {
        var page = await platform.NewPageAsync(1200);
        await DemoPlatform.SignInAsync(page, DemoPlatform.Administrator);
        await page.GotoAsync("/espaces");
        var picture = await page.ScreenshotAsync(new PageScreenshotOptions { Clip = new Clip { X = 0, Y = 0, Width = 1200, Height = 760 } });
        picture.Length.ShouldBeGreaterThan(20_000);
        Directory.CreateDirectory(Repository.PathOf("artifacts"));
        await File.WriteAllBytesAsync(Repository.PathOf("artifacts", "dashboard.png"), picture);
    }

    private static string FirstId(JsonElement json)
        => (json.ValueKind == JsonValueKind.Array ? json : json.EnumerateObject().First(p => p.Value.ValueKind == JsonValueKind.Array).Value)
            .EnumerateArray().First().GetProperty("id").GetString()!;

    private async Task CheckAsync(string? who, IReadOnlyList<string> paths)
    {
        var axe = await TestBrowser.AxeSourceAsync();
        var faults = new List<string>();
        foreach (var (language, width, scheme) in new[] { ("fr-FR", 1280, ColorScheme.Light), ("en-GB", 320, ColorScheme.Dark) })
        {
            var page = await platform.NewPageAsync(width, language, scheme);
            var complaints = new List<string>();
            page.Console += (_, m) =>
            {
                // The browser's own line about a status is the point of the pages that answer 404.
                if (m.Type == "error" && !m.Text.Contains("the server responded with a status of 404", StringComparison.Ordinal))
                {
                    complaints.Add(m.Text);
                }
            };
            if (who is not null)
            {
                await DemoPlatform.SignInAsync(page, who);
                if (await page.EvaluateAsync<string>("document.documentElement.lang") != language[..2])
                {
                    // A signed-in person sees their own language until they switch.
                    await page.Locator("a.lang").ClickAsync();
                }
            }

            foreach (var path in paths)
            {
                complaints.Clear();
                await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
                var where = $"{path} ({language}, {width} px, {scheme})";
                faults.AddRange(complaints.Select(c => $"{where}: console: {c}"));
                var html = await page.EvaluateAsync<string>("document.documentElement.lang");
                if (html != language[..2])
                {
                    faults.Add($"{where}: language {html}");
                }

                if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                {
                    faults.Add($"{where}: scrolls sideways");
                }

                // A rule for labels above fields once took their room from the chips.
                if (await page.EvaluateAsync<bool>("[...document.querySelectorAll('.choice')].some(c => !getComputedStyle(c).display.includes('flex') || parseFloat(getComputedStyle(c).paddingLeft) < 8)"))
                {
                    faults.Add($"{where}: a chip without room around its words");
                }

                // Enter in a field, and a phone keyboard's OK, press the first button of the form there is.
                faults.AddRange((await page.EvaluateAsync<string[]>(
                    """
                    [...document.forms].filter(f => f.querySelector('input:not([type=hidden],[type=checkbox],[type=radio],[type=file]), select'))
                      .map(f => [...f.elements].filter(e => e.type === 'submit'))
                      .filter(b => b.length > 1 && (b[0].name || b[0].formNoValidate || b[0].hasAttribute('formaction') || b[0].classList.contains('danger')))
                      .map(b => b[0].outerHTML)
                    """)).Select(b => $"{where}: Enter presses {b}"));

                // A table's last column is not to be found by scrolling where there is room; the current tab is in sight.
                if (width == 1280 && await page.EvaluateAsync<bool>("[...document.querySelectorAll('.list')].some(l => l.scrollWidth > l.clientWidth + 1)"))
                {
                    faults.Add($"{where}: a table is cut");
                }

                if (await page.EvaluateAsync<bool>("(t => t && (t.left < 0 || t.right > innerWidth))(document.querySelector('.tabs [aria-current]')?.getBoundingClientRect())"))
                {
                    faults.Add($"{where}: the current tab is out of sight");
                }

                // French puts a no-break space before : ; ! ? » and after «; CO₂e has its index.
                faults.AddRange((await page.EvaluateAsync<string[]>(
                    """
                    french => {
                      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                      const faults = [];
                      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                        if (node.parentElement.closest('script, style, code, pre, textarea')) continue;
                        if (/CO2e/.test(node.data) || (french && /( [:;!?»](\s|$))|« /.test(node.data))) faults.push(node.data.trim());
                      }
                      return faults;
                    }
                    """,
                    language.StartsWith("fr", StringComparison.Ordinal))).Select(t => $"{where}: typography of \"{t}\""));

                await page.EvaluateAsync(axe);
                var result = await page.EvaluateAsync<JsonElement>("async () => await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })");
                faults.AddRange(result.GetProperty("violations").EnumerateArray().Select(v =>
                    $"{where}: axe {v.GetProperty("id").GetString()}: {v.GetProperty("nodes").EnumerateArray().First().GetProperty("html").GetString()}"));
                if (width == 1280)
                {
                    faults.AddRange(await SobrietyAsync(page, where));
                }
            }
        }

        faults.ShouldBeEmpty();
    }

    /// <summary>Requests and bytes as a first visit would cause them, from the browser's own resource timing.</summary>
    private static async Task<IEnumerable<string>> SobrietyAsync(IPage page, string where)
    {
        var elements = await page.EvaluateAsync<int>(EcoIndex.CountElements);
        var transfer = await page.EvaluateAsync<JsonElement>(
            """
            () => { const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
                    return { requests: all.length, bytes: all.reduce((sum, e) => sum + Math.max(e.transferSize, e.encodedBodySize + 300), 0) }; }
            """);
        var kilobytes = transfer.GetProperty("bytes").GetDouble() / 1000;
        var index = EcoIndex.Of(elements, transfer.GetProperty("requests").GetInt32(), kilobytes);
        var found = new List<string>();
        if (index < LeastEcoIndex)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{where}: EcoIndex {index:0.0} ({elements} elements)"));
        }

        if (kilobytes > MostKilobytes)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{where}: {kilobytes:0} KB transferred"));
        }

        return found;
    }
}
