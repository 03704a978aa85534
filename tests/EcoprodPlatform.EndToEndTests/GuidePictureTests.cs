using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>
/// The pictures of the user guide are taken here, from the demo data. What each was taken with (headings, labels, buttons, columns) stands beside it in
/// a text file; a page that says something else now has an old picture. Words are compared, not pixels: fonts and figures may differ. To renew
/// the pictures: look at <c>artifacts/guide</c>, then copy from there to <c>Assets/guide</c> of the module.
/// </summary>
[Trait("needs", "browser")]
public sealed class GuidePictureTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    private const int Width = 880;
    private const int Height = 720;
    private const int MostBytes = 60_000;
    private const int MostPictures = 8;

    private static readonly string Folder = Repository.PathOf("modules", "MemberSpace", "EcoprodPlatform.MemberSpace", "Assets", "guide");

    /// <summary>What a reader looks for in the picture; numbers are not told apart, they follow the data.</summary>
    private const string Words =
        """
        () => [...document.querySelectorAll('.tabs a, main :is(h1, h2, h3, label, legend, button, thead th), main :is(.actions, .formactions) a')]
          .map(e => e.textContent.trim().replace(/\s+/g, ' ').replace(/\d[\d\s.,]*/g, '# ').trim())
          .filter(t => t.length > 0)
        """;

    /// <summary>The picture as WebP, which is a third of a PNG.</summary>
    private const string Squeeze =
        """
        async picture => {
          const image = await createImageBitmap(await (await fetch(picture)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height);
          canvas.getContext("2d").drawImage(image, 0, 0);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: .8 })).arrayBuffer());
          return btoa(Array.from(bytes, b => String.fromCharCode(b)).join(""));
        }
        """;

    [Fact]
    public async Task The_pages_in_the_pictures_still_say_what_they_said()
    {
        using var api = await platform.ApiAsync(DemoPlatform.Administrator);
        var space = (await api.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetString();
        var measured = (await api.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space}/projects?assessment=final")).GetProperty("items").EnumerateArray()
            .OrderBy(p => p.GetProperty("title").GetString(), StringComparer.Ordinal).First().GetProperty("id").GetString();
        (string Name, string Path)[] pages =
        [
            ("dashboard", $"/espaces/{space}"),
            ("projects", $"/espaces/{space}/projets"),
            ("lines", $"/espaces/{space}/projets/{measured}/lignes"),
            ("detach", $"/espaces/{space}/projets/{measured}/tags"),
            ("manage", $"/espaces/{space}/gestion"),
            ("notifications", $"/espaces/{space}/notifications"),
        ];
        pages.Length.ShouldBeLessThanOrEqualTo(MostPictures);
        Directory.GetFiles(Folder, "*-fr.webp").Select(f => Path.GetFileName(f).Split('-')[0]).ShouldBe(pages.Select(p => p.Name), ignoreOrder: true);

        var faults = new List<string>();
        var artifacts = Repository.PathOf("artifacts", "guide");
        Directory.CreateDirectory(artifacts);
        foreach (var language in new[] { "fr", "en" })
        {
            var page = await platform.NewPageAsync(Width, language == "fr" ? "fr-FR" : "en-GB");
            await page.SetViewportSizeAsync(Width, Height);
            await DemoPlatform.SignInAsync(page, DemoPlatform.Administrator);
            if (await page.EvaluateAsync<string>("document.documentElement.lang") != language)
            {
                await page.Locator("a.lang").ClickAsync();
            }

            var bench = await platform.NewPageAsync();
            foreach (var (name, path) in pages)
            {
                await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
                var words = await page.EvaluateAsync<string[]>(Words);
                words.Length.ShouldBeGreaterThan(3);
                var picture = await page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });
                var small = Convert.FromBase64String(await bench.EvaluateAsync<string>(Squeeze, $"data:image/png;base64,{Convert.ToBase64String(picture)}"));
                await File.WriteAllBytesAsync(Path.Combine(artifacts, $"{name}-{language}.webp"), small);
                await File.WriteAllLinesAsync(Path.Combine(artifacts, $"{name}-{language}.txt"), words);

                var list = Path.Combine(Folder, $"{name}-{language}.txt");
                var taken = File.Exists(list) ? await File.ReadAllLinesAsync(list) : [];
                if (!taken.SequenceEqual(words, StringComparer.Ordinal))
                {
                    faults.Add($"{name}-{language}: gone: {string.Join(" | ", taken.Except(words))}; new: {string.Join(" | ", words.Except(taken))} (artifacts/guide)");
                }

                var file = new FileInfo(Path.Combine(Folder, $"{name}-{language}.webp"));
                if (file.Length is < 2_000 or > MostBytes)
                {
                    faults.Add($"{file.Name}: {file.Length} bytes");
                }
            }
        }

        faults.ShouldBeEmpty();
    }
}
