using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Gallery;
using EcoprodPlatform.Web.Mails;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class MailTests
{
    private static async Task<RenderedMail> RenderAsync(System.Globalization.CultureInfo language)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Public:BaseUrl"] = "https://plateforme.example";
        builder.Services.AddEcoprodWeb();
        await using var app = builder.Build();
        return await app.Services.GetRequiredService<MailRenderer>().RenderAsync(language, new GalleryMail());
    }

    [Fact]
    public async Task A_mail_is_written_in_its_reader_s_language_with_absolute_links()
    {
        var french = await RenderAsync(Languages.French);
        french.Subject.ShouldBe("«\u202FLes Marées hautes\u202F» vous a tagué");
        french.Html.ShouldContain("href=\"https://plateforme.example/design\"");
        WebSite.Html(french.Html).DocumentElement.GetAttribute("lang").ShouldBe("fr");
        (await RenderAsync(Languages.English)).Subject.ShouldBe("“Les Marées hautes” tagged you");
    }

    [Fact]
    public async Task The_plain_text_says_the_same()
    {
        var text = (await RenderAsync(Languages.French)).Text.Replace('\u00A0', ' ').Replace('\u202F', ' ');
        text.ShouldContain("« Les Marées hautes » a rejoint votre espace\n\nCamille Renaud a tagué");
        text.ShouldContain("Bilan prévisionnel  15,66 tCO₂e");
        text.ShouldContain("Ouvrir le projet : https://plateforme.example/design");
        text.ShouldContain("parce que vous administrez l’espace ECOLOPROD.");
        text.ShouldNotContain("<");
        text.ShouldNotContain("&");
    }

    [Theory]
    [InlineData("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c\n")]
    [InlineData("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux\n")]
    [InlineData("<p>a<br>b</p><p>c</p>", "a\nb\n\nc\n")]
    [InlineData("<head><title>x</title><style>p{}</style></head><p>y</p>", "y\n")]
    [InlineData("<!-- x --><p>un <a href=\"https://a.example/?b=1&amp;c=2\">lien</a></p>", "un lien : https://a.example/?b=1&c=2\n")]
    [InlineData("<p>sans fin <b", "sans fin\n")]
    [InlineData("", "\n")]
    public void Plain_text_is_taken_from_the_markup(string html, string expected) => TextOfMail.Of(html).ShouldBe(expected);
}
