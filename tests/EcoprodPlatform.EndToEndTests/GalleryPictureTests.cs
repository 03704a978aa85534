using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>
/// Every component of the gallery looks as it was approved, light and dark. Pictures are compared at a quarter of their size and with some tolerance, in a
/// font that tests/run installs: how a machine draws letters does not matter, a box in the wrong corner does. To approve a change: look at
/// <c>artifacts/gallery</c>, then copy from there to <c>Approved</c>.
/// </summary>
[Trait("needs", "browser")]
public sealed class GalleryPictureTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    /// <summary>Mean difference of the colours of a block of 8 × 8 (32 × 32 on the screen), of 255.</summary>
    private const int Tolerance = 12;

    /// <summary>Draws the picture small; answers it as a data address.</summary>
    private const string Shrink =
        """
        async picture => {
          const image = await createImageBitmap(await (await fetch(picture)).blob());
          const canvas = new OffscreenCanvas(Math.round(image.width / 4), Math.round(image.height / 4));
          const context = canvas.getContext("2d");
          context.imageSmoothingQuality = "high";
          context.drawImage(image, 0, 0, canvas.width, canvas.height);
          const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
          return btoa(Array.from(bytes, b => String.fromCharCode(b)).join(""));
        }
        """;

    /// <summary>Where two pictures differ: the corner of each block on the screen, and by how much.</summary>
    private const string Compare =
        """
        async ([a, b]) => {
          const [one, two] = await Promise.all([a, b].map(async p => {
            const image = await createImageBitmap(await (await fetch(p)).blob());
            const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, image.width, image.height);
          }));
          const found = [];
          if (one.width !== two.width || Math.abs(one.height - two.height) > 1) found.push(`${one.width * 4} × ${one.height * 4} instead of ${two.width * 4} × ${two.height * 4}`);
          const [width, height] = [Math.min(one.width, two.width), Math.min(one.height, two.height)];
          for (let y = 0; y + 8 <= height; y += 8) {
            for (let x = 0; x + 8 <= width; x += 8) {
              let sum = 0;
              for (let j = y; j < y + 8; j++) {
                for (let i = x; i < x + 8; i++) {
                  for (let c = 0; c < 3; c++) sum += Math.abs(one.data[(j * one.width + i) * 4 + c] - two.data[(j * two.width + i) * 4 + c]);
                }
              }
              const mean = sum / 192;
              if (mean > TOLERANCE) found.push(`at ${x * 4}, ${y * 4}: ${mean.toFixed(1)}`);
            }
          }
          return found;
        }
        """;

    [Theory]
    [InlineData("composants", "/design")]
    [InlineData("tableau-de-bord", "/design/tableau-de-bord")]
    [InlineData("formulaire", "/design/formulaire")]
    [InlineData("confirmation", "/design/confirmation")]
    [InlineData("vide", "/design/vide")]
    public async Task The_gallery_looks_as_approved(string name, string path)
    {
        var faults = new List<string>();
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            var page = await platform.NewPageAsync(width, "fr-FR", scheme);
            await page.RouteAsync("**/style.*", async route =>
            {
                var answer = await route.FetchAsync();
                await route.FulfillAsync(new RouteFulfillOptions
                {
                    Response = answer,
                    Body = await answer.TextAsync() + "\n* { font-family: \"DejaVu Sans\" !important; animation: none !important; transition: none !important; caret-color: transparent !important; }",
                });
            });
            await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
            var picture = await page.ScreenshotAsync(new PageScreenshotOptions { FullPage = true, Animations = ScreenshotAnimations.Disabled });

            // In an empty page: the site's own would not be allowed to read pictures this way.
            await page.GotoAsync("about:blank");
            var small = await page.EvaluateAsync<string>(Shrink, Address(Convert.ToBase64String(picture)));
            var file = $"{name}-{(scheme is ColorScheme.Dark ? "sombre" : "clair")}-{width}.png";
            var approved = Repository.PathOf("tests", "EcoprodPlatform.EndToEndTests", "Approved", file);
            string[] differences = File.Exists(approved)
                ? await page.EvaluateAsync<string[]>(Compare.Replace("TOLERANCE", $"{Tolerance}", StringComparison.Ordinal), new[] { Address(small), Address(Convert.ToBase64String(await File.ReadAllBytesAsync(approved))) })
                : ["not approved yet"];
            if (differences.Length > 0)
            {
                Directory.CreateDirectory(Repository.PathOf("artifacts", "gallery"));
                await File.WriteAllBytesAsync(Repository.PathOf("artifacts", "gallery", file), Convert.FromBase64String(small));
                faults.Add($"{file}: {differences.Length} differences, {string.Join("; ", differences.Take(8))} (artifacts/gallery)");
            }
        }

        faults.ShouldBeEmpty();
    }

    private static string Address(string base64) => $"data:image/png;base64,{base64}";
}
