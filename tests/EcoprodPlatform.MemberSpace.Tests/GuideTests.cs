using System.Net;
using EcoprodPlatform.MemberSpace.Guide;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The user guide inside the space (MS-22).</summary>
public sealed class GuideTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Theory]
    [InlineData("fr")]
    [InlineData("en")]
    public async Task MS_22_every_chapter_is_found_from_the_contents_and_leads_to_the_next(string language)
    {
        var space = await app.SpaceAsync();
        var visitor = app.As(space.Administrator, language);
        var contents = await visitor.GetPageAsync($"/espaces/{space.Id}/mode-d-emploi");
        contents.Text.ShouldContain($"Version {Chapters.Version}");
        var links = contents.All("main ol a").Select(a => a.GetAttribute("href")!).ToList();
        links.Count.ShouldBe(Chapters.All.Count);

        var walked = new List<string>();
        for (string? at = links[0]; at is not null;)
        {
            var page = await visitor.GetPageAsync(at);
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.All("main h1").Count.ShouldBe(1);
            page.Document.QuerySelector("a[rel=prev]")?.GetAttribute("href").ShouldBe(walked.LastOrDefault());
            foreach (var place in page.All(".prose p a").Select(a => a.GetAttribute("href")!))
            {
                (await visitor.GetPageAsync(place)).Status.ShouldBe(HttpStatusCode.OK, place);
            }

            walked.Add(at);
            at = page.Document.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        walked.ShouldBe(links);
    }

    [Fact]
    public async Task Pictures_have_words_come_late_and_are_kept_by_browsers()
    {
        var space = await app.SpaceAsync();
        foreach (var language in new[] { "fr", "en" })
        {
            var page = await app.As(space.Administrator, language).GetPageAsync($"/espaces/{space.Id}/mode-d-emploi/tableau-de-bord");
            var picture = page.Find("main img");
            picture.GetAttribute("alt").ShouldNotBeNullOrWhiteSpace();
            picture.GetAttribute("loading").ShouldBe("lazy");
            picture.GetAttribute("src")!.ShouldContain($"dashboard-{language}.");
            using var answer = await app.CreateClient().GetAsync(new Uri(picture.GetAttribute("src")!, UriKind.Relative));
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/webp");
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task A_chapter_that_is_none_and_a_space_of_others_are_not_there()
    {
        var space = await app.SpaceAsync();
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/mode-d-emploi/rien")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(await app.PersonAsync()).GetPageAsync($"/espaces/{space.Id}/mode-d-emploi/api")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
