using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>Evidence on the built host: the sizes that Kestrel lets through, a structure's people, a browser.</summary>
public sealed class EvidenceTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    [Fact]
    public async Task Evidence_may_be_larger_than_any_other_request_and_has_its_own_bound()
    {
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        var (_, line) = await LineAsync(producer);
        // The answer is heard before everything is sent: Kestrel closes the connection of a request it will not read.
        producer.DefaultRequestHeaders.ExpectContinue = true;
        using var attached = await SendAsync(producer, $"{line}/evidence", Large(20, 1), Large(20, 2));
        attached.StatusCode.ShouldBe(HttpStatusCode.Created, await attached.Content.ReadAsStringAsync());
        using var tooMuch = await SendAsync(producer, $"{line}/evidence", Large(24, 3), Large(24, 4), Large(24, 5), Large(24, 6), Large(24, 7));
        tooMuch.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var elsewhere = await producer.PostAsync(line[..line.LastIndexOf('/')], new ByteArrayContent(Large(31, 8)) { Headers = { ContentType = new("application/json") } });
        elsewhere.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await producer.GetFromJsonAsync<JsonElement>($"{line}/evidence")).GetArrayLength().ShouldBe(2);
    }

    /// <summary>The structure's people see the project's result in their space, and not what proves it.</summary>
    [Fact]
    public async Task A_structure_that_is_tagged_sees_no_evidence()
    {
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        using var administrator = await platform.ApiAsync(DemoPlatform.Administrator);
        var space = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetGuid();
        var (project, line) = await LineAsync(producer);
        using var attached = await SendAsync(producer, $"{line}/evidence", SampleFile.Pdf());
        var document = (await attached.Content.ReadFromJsonAsync<JsonElement>())[0].GetProperty("id").GetGuid();
        using var tagged = await producer.PostAsJsonAsync($"/api/projects/{project}/tags", new { name = "ECOLOPROD Films" });
        tagged.StatusCode.ShouldBe(HttpStatusCode.Created);
        await platform.MailsAboutAsync(["/projets/" + project], TimeSpan.FromSeconds(20));

        (await administrator.GetAsync($"/api/member-spaces/{space}/projects/{project}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await administrator.GetAsync($"{line}/evidence")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await administrator.GetAsync($"{line}/evidence/{document}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await producer.GetByteArrayAsync($"{line}/evidence/{document}")).ShouldBe(SampleFile.Pdf());
    }

    [BrowserFact]
    public async Task A_producer_attaches_a_photo_in_a_browser_and_saves_it_again()
    {
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        var (project, line) = await LineAsync(producer);
        var page = await platform.NewPageAsync();
        await DemoPlatform.SignInAsync(page, DemoPlatform.Producer);
        await page.GotoAsync($"/bilans/{project}/definitif/lignes/{line.Split('/')[^1]}");
        await page.Locator("#f-files").SetInputFilesAsync(
        [
            new FilePayload { Name = "compteur.png", MimeType = "image/png", Buffer = SampleFile.Png },
            new FilePayload { Name = "facture.pdf", MimeType = "application/pdf", Buffer = SampleFile.Pdf() },
        ]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Joindre", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/justificatifs");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("2 justificatifs joints");
        Directory.CreateDirectory(Repository.PathOf("artifacts"));
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.PathOf("artifacts", "evidence.png"), FullPage = true });

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "compteur.png", Exact = true }).ClickAsync());

        download.SuggestedFilename.ShouldBe("compteur.png");
        (await File.ReadAllBytesAsync((await download.PathAsync())!)).ShouldBe(SampleFile.Png);
    }

    private static async Task<(Guid Project, string Line)> LineAsync(HttpClient producer)
    {
        var given = FirstProject.Read();
        using var created = await producer.PostAsJsonAsync("/api/projects", given.Project);
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var added = await producer.PostAsJsonAsync($"/api/footprints/{id}/final/lines", given.Lines[0]);
        added.StatusCode.ShouldBe(HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        return (id, added.Headers.Location!.ToString());
    }

    private static byte[] Large(int megabytes, byte seed)
    {
        var bytes = new byte[megabytes * 1024 * 1024];
        SampleFile.Pdf($"{seed}").CopyTo(bytes, 0);
        return bytes;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string address, params byte[][] files)
    {
        using var content = new MultipartFormDataContent();
        for (var i = 0; i < files.Length; i++)
        {
            content.Add(new ByteArrayContent(files[i]), "files", $"facture {i}.pdf");
        }

        return await client.PostAsync(address, content);
    }
}
