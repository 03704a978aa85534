using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The API's page for people runs somebody else's script under our content security policy.</summary>
[Trait("needs", "browser")]
public sealed class ApiPageInBrowserTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    [BrowserFact]
    public async Task The_description_of_the_API_opens_and_the_browser_refuses_nothing()
    {
        var page = await platform.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };

        await page.GotoAsync("/api/docs");
        await Expect(page.Locator("#swagger-ui")).ToContainTextAsync("/api/projects", new() { Timeout = 30_000 });
        await page.Locator(".opblock-summary").First.ClickAsync();
        await Expect(page.Locator(".opblock-body").First).ToBeVisibleAsync(new() { Timeout = 30_000 });

        complaints.ShouldBeEmpty();
    }
}
