using System.Net;
using AngleSharp.Html.Dom;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The people of a production company take their factors over from one project to the next.</summary>
public sealed class TakeOverFactorSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private const string Body = """{"name":"Groupe HVO 60 kVA","unit":"L","value":0.4,"source":"EPD 12345","geography":"FR"}""";

    [Fact]
    public async Task A_factor_is_copied_once_with_its_source_and_the_project_it_was_taken_from()
    {
        var former = await app.ProjectAsync(d => d with { Title = "Premier film" });
        var next = new TestProject(new ProjectId(app.Ids.NewId()), former.Owner);
        await app.DeliverAsync(app.Described(next));
        using var program = app.ProgramOf(former.Owner);
        (await program.SendAsync(HttpMethod.Post, $"/api/footprints/{former.Id}/factors", Body)).EnsureSuccessStatusCode();

        var owner = app.As(former.Owner);
        var page = await owner.GetPageAsync($"/bilans/{next.Id}/facteurs/autres-projets");
        page.Text.ShouldContain("Groupe HVO 60 kVA");
        page.Text.ShouldContain("EPD 12345 · Premier film");
        var code = page.Find("[name=facteurs]").GetAttribute("value")!;
        var untouched = await owner.SubmitAsync(page, Form(page));
        untouched.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        untouched.Text.ShouldContain("Choisissez au moins un facteur");
        for (var time = 0; time < 2; time++)
        {
            (await owner.SubmitAsync(page, Form(page), ("facteurs", code))).Text.ShouldContain("1 facteur repris, avec sa source.");
        }

        var there = (await GetAsync(program, $"/api/footprints/{next.Id}/factors")).EnumerateArray().Single();
        (there.GetProperty("value").GetDecimal(), there.GetProperty("source").GetString()).ShouldBe((0.4m, "EPD 12345, repris de « Premier film »"));
        there.GetProperty("code").GetString().ShouldNotBe(code);
        (await owner.GetPageAsync($"/bilans/{next.Id}/facteurs/autres-projets")).Text.ShouldContain("Rien à reprendre");
    }

    [Fact]
    public async Task Nobody_sees_or_takes_factors_of_projects_that_they_do_not_change()
    {
        var (theirs, mine) = (await app.ProjectAsync(), await app.ProjectAsync());
        using var them = app.ProgramOf(theirs.Owner);
        using var added = await them.SendAsync(HttpMethod.Post, $"/api/footprints/{theirs.Id}/factors", Body);
        await app.DeliverAsync(new EcoprodPlatform.Projects.Contracts.CollaboratorChangedV1(app.Ids.NewId(), theirs.Id, 2, mine.Owner, "reader"));
        (await app.As(mine.Owner).GetPageAsync($"/bilans/{mine.Id}/facteurs/autres-projets")).Text.ShouldContain("Rien à reprendre");
        await app.DeliverAsync(new EcoprodPlatform.Projects.Contracts.CollaboratorChangedV1(app.Ids.NewId(), theirs.Id, 3, mine.Owner, "contributor"));
        (await app.As(mine.Owner).GetPageAsync($"/bilans/{mine.Id}/facteurs/autres-projets")).Text.ShouldContain("Groupe HVO 60 kVA");
        (await app.As(await app.CollaboratorAsync(mine, "reader")).GetPageAsync($"/bilans/{mine.Id}/facteurs/autres-projets")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static IHtmlFormElement Form(Page page) => (IHtmlFormElement)page.Find("form:has([name=facteurs])");
}
