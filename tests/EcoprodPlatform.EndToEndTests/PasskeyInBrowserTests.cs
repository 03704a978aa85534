using EcoprodPlatform.Testing;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>Passkeys with Chromium's own (virtual) authenticator. They belong to a name, not to an address: the site is "localhost".</summary>
[Trait("needs", "browser")]
public sealed class PasskeyInBrowserTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    [BrowserFact]
    public async Task A_person_adds_a_passkey_signs_out_and_signs_in_with_it()
    {
        var site = $"http://localhost:{platform.Host.Port}";
        var page = await platform.NewPageAsync();
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        var authenticator = (await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        }))!.Value.GetProperty("authenticatorId").GetString()!;

        await page.GotoAsync($"{site}/compte/connexion");
        await page.Locator("input[type=email]").FillAsync(DemoPlatform.Producer);
        await page.Locator("input[type=password]").FillAsync(DemoPlatform.Password);
        await page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = "Se connecter", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/connexion", StringComparison.Ordinal));

        await page.GotoAsync($"{site}/compte/cles-d-acces");
        await page.Locator("#f-name").FillAsync("Clé d’essai");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ajouter cette clé" }).ClickAsync();
        await Expect(page.Locator("main table")).ToContainTextAsync("Clé d’essai", new() { Timeout = 30_000 });
        var kept = await CredentialsAsync();
        kept.ShouldBe(1, "the authenticator holds the key too");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"{site}/projets");
        page.Url.ShouldContain("/compte/connexion", customMessage: "signed out");
        await page.Locator("form[data-passkey=get]").GetByRole(AriaRole.Button).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/projets");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Mes projets");

        // Taken away here, the key that the device still has opens nothing.
        await page.GotoAsync($"{site}/compte/cles-d-acces");
        await page.GetByRole(AriaRole.Link, new() { Name = "Retirer" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retirer la clé" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Aucune clé d’accès");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"{site}/compte/connexion");
        await page.Locator("form[data-passkey=get]").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("pas été");
        new Uri(page.Url).AbsolutePath.ShouldStartWith("/compte/connexion");

        async Task<int> CredentialsAsync()
            => (await devTools.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = authenticator }))!.Value.GetProperty("credentials").GetArrayLength();
    }
}
