using System.Net;
using System.Text.Json;
using EcoprodPlatform.Footprint.Reuse;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The lines of a day become those of others, by page without script and by program.</summary>
public sealed class DuplicateSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Theory]
    [InlineData("jour 3", 2, "jour 4,jour 5")]
    [InlineData("J09", 2, "J10,J11")]
    [InlineData("12/03", 2, "13/03,14/03")]
    [InlineData("31/12/2026", 1, "01/01/2027")]
    [InlineData("2026-02-28", 1, "2026-03-01")]
    [InlineData("épisode 1 jour 3", 1, "épisode 1 jour 4")]
    [InlineData("repérages", 2, "repérages,repérages")]
    [InlineData("", 1, "")]
    public void Copies_take_the_numbers_or_the_dates_that_follow(string mark, int times, string names)
        => string.Join(',', CopyNames.Of(mark, times, []).Names).ShouldBe(names);

    [Theory]
    [InlineData("Van, jour 3", "Van, jour 4")]
    [InlineData("Van, JOUR 3 (jour 3)", "Van, jour 4 (jour 4)")]
    [InlineData("Van, jour 30", "Van, jour 30")]
    [InlineData("Van", "Van")]
    [InlineData(null, null)]
    public void The_mark_is_replaced_as_whole_words(string? label, string? then) => CopyNames.Of("jour 3", 1, []).Label(label, "jour 4").ShouldBe(then);

    [Fact]
    public void A_name_is_text_whatever_it_looks_like() => new CopyNames("(J3)", ["$1 \\d"]).Label("Van (J3)", "$1 \\d").ShouldBe("Van $1 \\d");

    [Fact]
    public async Task A_day_is_found_previewed_duplicated_twice_and_undone()
    {
        var project = await DaysAsync();
        var owner = app.As(project.Owner);
        (await owner.GetPageAsync(Data(project))).Find($"a[href='{Data(project)}/dupliquer']").TextContent.ShouldBe("Dupliquer des lignes");
        var page = await owner.GetPageAsync($"{Data(project)}/dupliquer?jour=jour+3");
        page.Texts("label:has([name=ligne])").Count.ShouldBe(2);
        page.Find("[name=repere]").GetAttribute("value").ShouldBe("jour 3");
        page = await owner.SubmitAsync(page, page.Form("form[method=post]:has([name=ligne])"), ("fois", "2"));
        page.Text.ShouldContain("4 lignes à ajouter, 14,06 kg. Le bilan passera de 14,06 kg à 28,13 kg. Rien n’est encore enregistré.");
        page.Texts("main tbody th").ShouldBe(["jour 4", "jour 5"]);
        page.Text.ShouldContain("Van jour 4, TGV jour 4");
        (await app.EventsAsync(project.Id)).Count.ShouldBe(1);

        var preview = page;
        page = await owner.SubmitAsync(preview, preview.Form("form:has([name=copie])"));
        page.Text.ShouldContain("4 lignes ajoutées : le bilan fait 28,13 kg.");
        using var program = app.ProgramOf(project.Owner);
        var lines = await LinesAsync(program, project);
        lines.Select(l => l.GetProperty("label").GetString()).ShouldBe(["Van jour 3", "TGV jour 3", "TGV jour 30", "Van jour 4", "TGV jour 4", "Van jour 5", "TGV jour 5"]);
        lines[3..].Select(l => (l.GetProperty("quantity").GetDecimal(), l.GetProperty("dataStatus").GetString())).ShouldBe([(2000, "estimated"), (400, "estimated"), (2000, "estimated"), (400, "estimated")]);
        (await owner.SubmitAsync(preview, preview.Form("form:has([name=copie])"))).Text.ShouldContain("rien n’a été ajouté une seconde fois");

        page = await owner.SubmitAsync(page, page.Form(".flash form"));
        page.Text.ShouldContain("Annulé : 4 lignes retirées. Le bilan fait 14,06 kg.");
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-entered.v1", "lines-entered.v1", "edit-undone.v1"]);
    }

    [Fact]
    public async Task Names_of_ones_own_a_line_without_the_mark_and_a_change_of_mind_in_English()
    {
        var project = await DaysAsync();
        var owner = app.As(project.Owner, "en");
        var page = await owner.GetPageAsync($"{Data(project)}/dupliquer");
        page = await owner.SubmitAsync(page, page.Form("form[method=post]:has([name=ligne])"), ("repere", "jour 3"), ("noms", "jour 6\njour 9"));
        page.Text.ShouldContain("6 lines to add");
        page.Texts("main tbody th").ShouldBe(["jour 6", "jour 9"]);
        page.Text.ShouldContain("1 chosen line does not say “jour 3”: its copies keep its label.");
        page = await owner.SubmitAsync(page, page.Form("form:has([name=copie])"), page.Find("button[name=choisir]"));
        page.Find("textarea").TextContent.Trim().ReplaceLineEndings("\n").ShouldBe("jour 6\njour 9");
        page.All("[name=ligne][checked]").Count.ShouldBe(3);
        (await app.EventsAsync(project.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_wrong_is_told_and_nothing_typed_is_lost()
    {
        var project = await DaysAsync();
        var owner = app.As(project.Owner);
        var page = await owner.GetPageAsync($"{Data(project)}/dupliquer?jour=jour+3");
        foreach (var (field, value, told) in new[] { ("fois", "51", "Nombre de copies"), ("fois", "beaucoup", "Nombre de copies"), ("noms", new string('x', 250), "caractères au plus") })
        {
            var refused = await owner.SubmitAsync(page, page.Form("form[method=post]:has([name=ligne])"), (field, value));
            refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            refused.Text.ShouldContain(told);
            refused.All("[name=ligne][checked]").Count.ShouldBe(2);
        }

        var empty = await owner.PostAsync($"{Data(project)}/dupliquer", ("fois", "1"));
        empty.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await owner.GetPageAsync($"{Data(project)}/dupliquer?jour=jour+99")).Text.ShouldContain("Aucune ligne ne porte ces mots");

        // Somebody else works on the assessment between the preview and the press.
        var preview = await owner.SubmitAsync(page, page.Form("form[method=post]:has([name=ligne])"));
        using var other = app.ProgramOf(await app.CollaboratorAsync(project, "contributor"));
        using var added = await other.SendAsync(HttpMethod.Post, $"{Api(project)}/lines", Line());
        var stale = await owner.SubmitAsync(preview, preview.Form("form:has([name=copie])"));
        stale.Status.ShouldBe(HttpStatusCode.Conflict);
        stale.Text.ShouldContain("2 lignes à ajouter");
        (await owner.SubmitAsync(stale, stale.Form("form:has([name=copie])"))).Text.ShouldContain("2 lignes ajoutées");
    }

    [Fact]
    public async Task A_program_duplicates_and_is_told_what_cannot_be()
    {
        var project = await DaysAsync();
        using var program = app.ProgramOf(project.Owner);
        var lines = await LinesAsync(program, project);
        var id = lines[0].GetProperty("id").GetGuid();
        using var made = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", $$"""{"lines":["{{id}}"],"times":3,"mark":"jour 3"}""", 1);
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(made)).GetProperty("added").GetInt32().ShouldBe(3);
        (await LinesAsync(program, project))[3..].Select(l => l.GetProperty("label").GetString()).ShouldBe(["Van jour 4", "Van jour 5", "Van jour 6"]);
        foreach (var (body, status, code) in new[]
        {
            ($$"""{"lines":["{{id}}"],"times":51}""", 422, "footprint.copies"),
            ($$"""{"lines":["{{id}}"],"names":["jour 4"]}""", 422, "footprint.copies"),
            ($$"""{"lines":["{{id}}"],"names":["a","b"],"times":3,"mark":"x"}""", 422, "footprint.copies"),
            ("""{"lines":[]}""", 422, "footprint.lines-missing"),
            ($$"""{"lines":["{{app.Ids.NewId()}}"]}""", 404, "footprint.unknown-line"),
        })
        {
            using var refused = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", body);
            ((int)refused.StatusCode, (await JsonAsync(refused)).GetProperty("code").GetString()).ShouldBe((status, code), body);
        }

        using var stale = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", $$"""{"lines":["{{id}}"]}""", 1);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Evidence_stays_behind_a_retired_factor_is_told_and_readers_strangers_and_closed_projects_duplicate_nothing()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        using var stated = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/factors", """{"name":"Loge mobile","unit":"night","value":4.5,"source":"EPD du loueur","geography":"FR"}""");
        var code = (await JsonAsync(stated)).GetProperty("code").GetString()!;
        var line = app.Ids.NewId();
        using var added = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines", Line("3", code, "night", id: line));
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var body = $$"""{"lines":["{{line}}"]}""";
        using var made = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", body);
        made.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LinesAsync(program, project))[1].GetProperty("evidence").GetInt32().ShouldBe(0);
        using var retired = await program.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/factors/{code}", version: 1);
        using var refused = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", body);
        (await JsonAsync(refused)).GetProperty("code").GetString().ShouldBe("footprint.factor-not-usable");

        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        (await reader.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", body)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var stranger = app.ProgramOf(new PersonId(app.Ids.NewId()));
        (await stranger.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", body)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(new PersonId(app.Ids.NewId())).GetPageAsync($"{Data(project)}/dupliquer")).Status.ShouldBe(HttpStatusCode.NotFound);
        await app.CloseAsync(project);
        (await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/copies", body)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await app.EventsAsync(project.Id)).Count(e => e == "lines-entered.v1").ShouldBe(1);
    }

    private async Task<TestProject> DaysAsync()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        using var added = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/bulk", $$"""{"lines":[{{Line("2000", label: "Van jour 3")}},{{Line("400", label: "TGV jour 3")}},{{Line("2400", label: "TGV jour 30")}}]}""");
        added.StatusCode.ShouldBe(HttpStatusCode.OK);
        return project;
    }

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static string Api(TestProject project) => $"/api/footprints/{project.Id}/provisional";

    private static async Task<JsonElement[]> LinesAsync(HttpClient program, TestProject project) => [.. (await GetAsync(program, Api(project))).GetProperty("lines").EnumerateArray()];
}
