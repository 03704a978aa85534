using System.Net;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

/// <summary>What the foot of every page leads to.</summary>
public sealed class LegalPagesTests(LegalPagesTests.Told app) : IClassFixture<LegalPagesTests.Told>
{
    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task Every_page_leads_to_them(string language)
    {
        var visitor = app.NewVisitor(language);
        var home = await visitor.GetPageAsync("/");
        var links = home.All("footer a").Select(a => a.GetAttribute("href")!).ToList();
        links.ShouldBe(["/mentions-legales", "/donnees-personnelles", "/accessibilite"]);
        foreach (var link in links)
        {
            (await visitor.GetPageAsync(link)).Status.ShouldBe(HttpStatusCode.OK, link);
        }
    }

    [Fact]
    public async Task What_only_who_runs_the_platform_knows_is_told_or_said_not_to_be()
    {
        var page = await app.NewVisitor().GetPageAsync("/mentions-legales");
        page.Text.ShouldContain("12 rue de l’Exemple, Paris");
        page.Text.ShouldContain("Non renseigné");
        page.Find("a[href='mailto:contact@ecoprod.example']").ShouldNotBeNull();
    }

    /// <summary>A cookie that is set and not named there would make the page untrue.</summary>
    [Fact]
    public async Task Every_cookie_that_is_set_is_named()
    {
        var visitor = app.NewVisitor();
        var named = (await visitor.GetPageAsync("/donnees-personnelles")).Texts("main th code");
        using var answer = await visitor.Client.GetAsync("/compte/connexion");
        var set = answer.Headers.GetValues("Set-Cookie").Select(c => c.Split('=')[0]).ToList();
        set.ShouldNotBeEmpty();
        named.ShouldContain("ecoprod-session");
        set.ShouldAllBe(c => named.Contains(c));
    }

    public sealed class Told : EcoprodApp
    {
        protected override IEnumerable<KeyValuePair<string, string>> Settings =>
        [
            new("Legal:Address", "12 rue de l’Exemple, Paris"),
            new("Legal:Contact", "contact@ecoprod.example"),
        ];
    }
}
