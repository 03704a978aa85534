using System.Net;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>"Same crew as episode 1": what another project of the same person has is taken into an assessment.</summary>
public sealed class TakeOverSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task Answers_and_lines_of_a_closed_project_come_in_as_estimates_once_with_what_stays_behind_told()
    {
        var (first, second) = await TwoAsync();
        var owner = app.As(first.Owner);
        using var program = app.ProgramOf(first.Owner);
        using var own = await program.SendAsync(HttpMethod.Post, $"/api/footprints/{first.Id}/factors", """{"name":"Loge mobile","unit":"night","value":4.5,"source":"EPD du loueur","geography":"FR"}""");
        await program.SendAsync(HttpMethod.Post, $"{Api(first)}/lines", Line("3", (await JsonAsync(own)).GetProperty("code").GetString()!, "night", label: "Loges"));
        await AnswerAsync(program, first, "crew", """{"crew":25}""");
        await AnswerAsync(program, first, "snacks", """{"kg":7}""");
        await AnswerAsync(program, second, "crew", """{"crew":12}""");
        await app.DeliverAsync(app.Described(first) with { ProjectVersion = 9, Title = "Épisode 1", FinalisedOn = new DateOnly(2023, 12, 18) });

        var page = await owner.GetPageAsync(Data(second));
        page = await owner.GetPageAsync(page.Find("main a[href$=reprise]").GetAttribute("href")!);
        page.Texts("main tbody th").ShouldBe(["Épisode 1"]);
        page = await owner.GetPageAsync(page.Find("main tbody a").GetAttribute("href")!);
        page.Text.ShouldContain("Bilan prévisionnel de « Épisode 1 » : 1 réponse et 2 lignes à reprendre.");
        page.Text.ShouldContain("Rien n’est encore enregistré.");
        page.Text.ShouldContain("1 question a déjà sa réponse ici : elle reste.");
        page.Text.ShouldContain("Loges : son facteur est propre à l’autre projet");
        var events = (await app.EventsAsync(second.Id)).Count;

        var preview = page;
        page = await owner.SubmitAsync(preview, preview.Form("form:has([name=copie])"));
        page.Text.ShouldContain("Repris : 1 réponse et 2 lignes.");
        var lines = await LinesAsync(program, second);
        lines.Select(l => l.GetProperty("label").GetString()).ShouldBe([null, "Van", "TGV"]);
        lines.ShouldAllBe(l => l.GetProperty("dataStatus").GetString() == "estimated" && l.GetProperty("evidence").GetInt32() == 0);
        (lines[0].GetProperty("question").GetString(), lines[1].GetProperty("quantity").GetDecimal()).ShouldBe(("snacks", 2000));
        (await app.EventsAsync(second.Id)).Skip(events).ShouldBe(["question-answered.v1", "lines-entered.v1"]);
        (await owner.SubmitAsync(preview, preview.Form("form:has([name=copie])"))).Text.ShouldContain("Tout est déjà repris : rien n’a été ajouté.");
        (await app.EventsAsync(second.Id)).Count.ShouldBe(events + 2);
        (await LinesAsync(program, first)).Length.ShouldBe(4, "the other project does not change");
    }

    [Fact]
    public async Task Lines_alone_are_undone_by_the_notice_in_English_and_figures_add_up()
    {
        var (first, second) = await TwoAsync();
        using var program = app.ProgramOf(first.Owner);
        var told = await GetAsync(program, $"{Api(second)}/take-over?project={first.Id}");
        (told.GetProperty("answers").GetInt32(), told.GetProperty("lines").GetInt32(), told.GetProperty("kgCo2eBefore").GetDecimal(), told.GetProperty("kgCo2eAfter").GetDecimal()).ShouldBe((0, 2, 0, 2400 * 0.00293m));
        var owner = app.As(first.Owner, "en");
        var page = await owner.GetPageAsync($"{Data(second)}/reprise?de={first.Id}&bilan=provisional");
        page.Text.ShouldContain("Provisional assessment of “Épisode 1”: 2 lines to take over.");
        page = await owner.SubmitAsync(page, page.Form("form:has([name=copie])"));
        page.Text.ShouldContain("The assessment comes to 7.03 kg");
        (await GetAsync(program, Api(second))).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(told.GetProperty("kgCo2eAfter").GetDecimal());
        (await owner.SubmitAsync(page, page.Form(".flash form"))).Text.ShouldContain("Undone: 2 lines taken out.");
    }

    [Fact]
    public async Task Of_another_genre_what_its_questionnaire_does_not_ask_stays_behind()
    {
        var (first, second) = await TwoAsync("animated-feature");
        using var program = app.ProgramOf(first.Owner);
        await AnswerAsync(program, first, "crew", """{"crew":25}""");
        await AnswerAsync(program, first, "snacks", """{"kg":7}""");
        using var taken = await program.SendAsync(HttpMethod.Post, $"{Api(second)}/take-over", $$"""{"project":"{{first.Id}}"}""");
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        var effect = await JsonAsync(taken);
        (effect.GetProperty("answers").GetInt32() + effect.GetProperty("notTaken").GetArrayLength()).ShouldBe(2);
        effect.GetProperty("lines").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_takes_what_they_only_read_or_may_not_see_and_nothing_comes_into_a_closed_project()
    {
        var (first, second) = await TwoAsync();
        var stranger = await app.ProjectAsync(d => d with { Title = "Ailleurs" });
        using var program = app.ProgramOf(stranger.Owner);
        var body = $$"""{"project":"{{first.Id}}"}""";
        (await CodeAsync(program, stranger, body)).ShouldBe((404, "footprint.unknown-project"));
        (await CodeAsync(program, second, body)).ShouldBe((404, "footprint.unknown-project"));
        await app.DeliverAsync(new Projects.Contracts.CollaboratorChangedV1(app.Ids.NewId(), first.Id, 2, stranger.Owner, "reader"));
        (await CodeAsync(program, stranger, body)).ShouldBe((403, "footprint.readers-read"));
        (await app.As(stranger.Owner).GetPageAsync($"{Data(stranger)}/reprise")).Text.ShouldContain("Aucun autre projet à reprendre");
        (await app.As(stranger.Owner).GetPageAsync($"{Data(stranger)}/reprise?de={first.Id}&bilan=provisional")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await app.DeliverAsync(new Projects.Contracts.CollaboratorChangedV1(app.Ids.NewId(), first.Id, 3, stranger.Owner, "contributor"));
        (await app.As(stranger.Owner).GetPageAsync($"{Data(stranger)}/reprise")).Texts("main tbody th").ShouldBe(["Épisode 1"]);

        using var owner = app.ProgramOf(first.Owner);
        (await CodeAsync(owner, first, body)).ShouldBe((422, "footprint.same-project"));
        (await CodeAsync(owner, first, $$"""{"project":"{{second.Id}}"}""")).ShouldBe((409, "footprint.nothing-to-copy"));
        using var stale = await owner.SendAsync(HttpMethod.Post, $"{Api(second)}/take-over", body, 7);
        stale.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        var visitor = app.As(second.Owner);
        var open = await visitor.GetPageAsync($"{Data(second)}/reprise?de={first.Id}&bilan=provisional");
        await app.CloseAsync(second);
        (await visitor.SubmitAsync(open, open.Form("form:has([name=copie])"))).Status.ShouldBe(HttpStatusCode.Conflict);
        (await CodeAsync(owner, second, body)).ShouldBe((409, "footprint.closed"));
        (await app.EventsAsync(second.Id)).ShouldNotContain("lines-entered.v1");
    }

    /// <summary>Two episodes of one owner; the first has two lines, one of them measured.</summary>
    private async Task<(TestProject First, TestProject Second)> TwoAsync(string genre = "documentary")
    {
        var first = await app.ProjectAsync(d => d with { Title = "Épisode 1" });
        var other = await app.ProjectAsync(d => d with { Title = "Épisode 2", OwnerId = first.Owner, EditorialGenre = genre });
        using var program = app.ProgramOf(first.Owner);
        using var added = await program.SendAsync(HttpMethod.Post, $"{Api(first)}/lines/bulk", $$"""{"lines":[{{Line("2000", label: "Van")[..^1]}},"dataStatus":"measured"},{{Line("400", label: "TGV")}}]}""");
        added.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (first, other with { Owner = first.Owner });
    }

    private static async Task AnswerAsync(HttpClient program, TestProject project, string question, string fields)
    {
        using var answered = await program.SendAsync(HttpMethod.Put, $"{Api(project)}/answers/{question}", $$"""{"state":"given","fields":{{fields}}}""");
        answered.StatusCode.ShouldBe(HttpStatusCode.OK, await answered.Content.ReadAsStringAsync());
    }

    private static async Task<(int Status, string? Code)> CodeAsync(HttpClient program, TestProject project, string body)
    {
        using var answer = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/take-over", body);
        return ((int)answer.StatusCode, (await JsonAsync(answer)).GetProperty("code").GetString());
    }

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static string Api(TestProject project) => $"/api/footprints/{project.Id}/provisional";

    private static async Task<JsonElement[]> LinesAsync(HttpClient program, TestProject project) => [.. (await GetAsync(program, Api(project))).GetProperty("lines").EnumerateArray()];
}
