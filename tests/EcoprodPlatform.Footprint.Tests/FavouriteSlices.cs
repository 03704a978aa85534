using System.Net;
using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The factors that a person marks to find them again, by page without script and by program.</summary>
public sealed class FavouriteSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task A_factor_marked_on_a_line_comes_before_those_used_last_and_what_was_typed_stays()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        using var program = app.ProgramOf(project.Owner);
        using var added = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", Line());
        var page = await owner.GetPageAsync($"{Data(project)}?factor=hotel-nuit-fr-3-etoiles");
        page = await owner.SubmitAsync(page, page.Form("form:has([name=quantity])"), page.Find("button[name=favori]"), ("label", "Équipe image"));
        page.Text.ShouldContain("Ajouté à vos facteurs favoris");
        page.Find("[name=label]").GetAttribute("value").ShouldBe("Équipe image");
        page.Find("button[name=favori]").TextContent.ShouldContain("Retirer des favoris");
        (await app.EventsAsync(project.Id)).Count.ShouldBe(1);

        page = await owner.GetPageAsync(Data(project));
        page.Texts("nav[aria-labelledby=favoris] a").ShouldHaveSingleItem().ShouldStartWith("★ ");
        page.Texts("nav[aria-labelledby=derniers] a").Count.ShouldBe(1);
        page.Html.IndexOf("id=\"favoris\"", StringComparison.Ordinal).ShouldBeLessThan(page.Html.IndexOf("id=\"derniers\"", StringComparison.Ordinal));
        (await owner.GetPageAsync($"{Data(project)}?recherche=hotel+3+etoiles")).Text.ShouldContain("★ Favori");

        // They are the person's: in every project, and nobody else's.
        var other = await app.ProjectAsync(d => d with { OwnerId = project.Owner });
        (await owner.GetPageAsync(Data(other))).Has("nav[aria-labelledby=favoris]").ShouldBeTrue();
        (await app.As(await app.CollaboratorAsync(project, "contributor")).GetPageAsync(Data(project))).Has("nav[aria-labelledby=favoris]").ShouldBeFalse();

        // Marked and used, it is shown once.
        await program.PutAsync(new Uri("/api/factors/favourites/tgv", UriKind.Relative), null);
        page = await owner.GetPageAsync(Data(project));
        page.All("nav[aria-labelledby=favoris] a").Count.ShouldBe(2);
        page.Has("nav[aria-labelledby=derniers]").ShouldBeFalse();
    }

    [Fact]
    public async Task The_page_of_a_factor_marks_it_and_a_list_takes_marks_off_in_English()
    {
        var person = new PersonId(app.Ids.NewId());
        var visitor = app.As(person, "en");
        var page = await visitor.GetPageAsync("/facteurs/tgv");
        page = await visitor.SubmitAsync(page, page.Form("form:has([name=favori])"), page.Find("button[name=favori]"));
        page.Text.ShouldContain("Added to your favourite factors");
        page = await visitor.GetPageAsync("/facteurs/favoris");
        page.All("tbody tr").Count.ShouldBe(1);
        page = await visitor.SubmitAsync(page, page.Form("main form"), page.Find("button[name=favori]"));
        page.Text.ShouldContain("No favourite yet");
        (await visitor.GetPageAsync("/facteurs/tgv/favori")).Path.ShouldBe("/facteurs/tgv");
        using var forged = await visitor.PostAsync("/facteurs/tgv/favori", ("favori", "true"));
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var nobody = app.CreateClient();
        (await nobody.GetStringAsync(new Uri("/facteurs/tgv", UriKind.Relative))).ShouldNotContain("name=\"favori\"");
        (await nobody.GetAsync(new Uri("/api/factors/favourites", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Fifty_are_the_most_and_what_no_line_takes_is_refused()
    {
        using var program = app.ProgramOf(new PersonId(app.Ids.NewId()));
        var usable = await GetAsync(program, "/api/factors?usable=true");
        var codes = usable.GetProperty("items").EnumerateArray().Select(f => f.GetProperty("code").GetString()!).ToList();
        for (var page = 2; codes.Count <= 50; page++)
        {
            codes.AddRange((await GetAsync(program, $"/api/factors?usable=true&page={page}")).GetProperty("items").EnumerateArray().Select(f => f.GetProperty("code").GetString()!));
        }

        foreach (var code in codes.Take(50))
        {
            (await program.SendAsync(HttpMethod.Put, $"/api/factors/favourites/{code}", "")).StatusCode.ShouldBe(HttpStatusCode.NoContent, code);
        }

        (await program.SendAsync(HttpMethod.Put, $"/api/factors/favourites/{codes[0]}", "")).StatusCode.ShouldBe(HttpStatusCode.NoContent, "one that is there is no other");
        (await CodeAsync(program, codes[50])).ShouldBe((409, "footprint.too-many-favourites"));
        (await program.SendAsync(HttpMethod.Delete, $"/api/factors/favourites/{codes[0]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await CodeAsync(program, "nothing")).ShouldBe((404, "footprint.unknown-factor"));
        (await GetAsync(program, "/api/factors/favourites")).GetArrayLength().ShouldBe(49);
        (await program.SendAsync(HttpMethod.Put, $"/api/factors/favourites/{codes[50]}", "")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_projects_own_factor_is_marked_by_its_people_and_found_there_alone_and_erasing_the_person_erases_all()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        using var stated = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/factors", """{"name":"Loge mobile","unit":"night","value":4.5,"source":"EPD du loueur","geography":"FR"}""");
        var code = (await JsonAsync(stated)).GetProperty("code").GetString()!;
        using var stranger = app.ProgramOf(new PersonId(app.Ids.NewId()));
        (await CodeAsync(stranger, $"{code}?project={project.Id}")).ShouldBe((404, "footprint.unknown-project"));
        (await CodeAsync(program, code)).ShouldBe((404, "footprint.unknown-factor"));
        (await program.SendAsync(HttpMethod.Put, $"/api/factors/favourites/{code}?project={project.Id}", "")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var owner = app.As(project.Owner);
        (await owner.GetPageAsync(Data(project))).Texts("nav[aria-labelledby=favoris] a").ShouldBe(["★ Loge mobile"]);
        var other = await app.ProjectAsync(d => d with { OwnerId = project.Owner });
        (await owner.GetPageAsync(Data(other))).Has("nav[aria-labelledby=favoris]").ShouldBeFalse();

        await app.DeliverAsync(new PersonErasedV1(app.Ids.NewId(), project.Owner, 9));
        (await GetAsync(program, "/api/factors/favourites")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_only_reads_a_project_marks_for_themselves_and_a_closed_project_is_no_matter()
    {
        var project = await app.ProjectAsync();
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        await app.CloseAsync(project);
        (await reader.SendAsync(HttpMethod.Put, "/api/factors/favourites/tgv", "")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => reader.SendAsync(HttpMethod.Put, "/api/factors/favourites/tgv", "")));
        both.ShouldAllBe(a => a.StatusCode == HttpStatusCode.NoContent);
        (await GetAsync(reader, "/api/factors/favourites")).EnumerateArray().Select(c => c.GetString()).ShouldBe(["tgv"]);
    }

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static async Task<(int Status, string? Code)> CodeAsync(HttpClient program, string code)
    {
        using var answer = await program.SendAsync(HttpMethod.Put, $"/api/factors/favourites/{code}", "");
        return ((int)answer.StatusCode, (await JsonAsync(answer)).GetProperty("code").GetString());
    }
}
