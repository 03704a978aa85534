using System.Net;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>What is left to do in an assessment, what counts most first, with where to do it.</summary>
public sealed class TodoSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task Lines_entered_without_the_questionnaire_are_asked_what_they_rest_on_the_heaviest_first()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var lines = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray().ToDictionary(l => l.GetProperty("id").GetGuid());
        var tasks = await TasksAsync(owner, project);
        tasks.Select(Kind).Distinct().ShouldBe(["department", "factor-mark", "expense", "estimate"], ignoreOrder: true);
        Of("expense").ShouldAllBe(t => lines[t.GetProperty("line").GetGuid()].GetProperty("dataStatus").GetString() == "monetary");
        foreach (var kind in new[] { "expense", "estimate" })
        {
            Of(kind).Select(t => t.GetProperty("kgCo2e").GetDecimal()).ShouldBeInOrder(SortDirection.Descending);
        }

        // A department that has a line is not asked for.
        var full = lines.Values.Select(l => l.GetProperty("department").GetString()).ToHashSet();
        Of("department").Length.ShouldBe(8 - full.Count);

        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/a-faire");
        page.Text.ShouldContain("du total : commencez par");
        var heaviest = Of("estimate")[0].GetProperty("line").GetGuid();
        page.All($"main a[href='/bilans/{project.Id}/previsionnel/lignes/{heaviest}']").ShouldNotBeEmpty();
        foreach (var link in page.All("main li a").Select(a => a.GetAttribute("href")!).Distinct())
        {
            (await producer.GetPageAsync(link)).Status.ShouldBe(HttpStatusCode.OK, link);
        }

        JsonElement[] Of(string kind) => [.. tasks.Where(t => Kind(t) == kind)];
    }

    [Fact]
    public async Task What_is_measured_and_proved_and_answered_is_done()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var line = app.Ids.NewId();
        (await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/lines", FootprintApp.Line(id: line).Replace("\"label\"", "\"dataStatus\":\"measured\",\"label\"", StringComparison.Ordinal))).EnsureSuccessStatusCode();
        (await TasksAsync(owner, project)).Single(t => Kind(t) == "evidence").GetProperty("line").GetGuid().ShouldBe(line);
        using (var content = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Pdf()), "files", "billet.pdf" } })
        {
            (await owner.PostAsync(new Uri($"/api/footprints/{project.Id}/provisional/lines/{line}/evidence", UriKind.Relative), content)).EnsureSuccessStatusCode();
        }

        (await TasksAsync(owner, project)).Select(Kind).Distinct().ShouldBe(["department"]);
    }

    [Fact]
    public async Task Open_questions_are_told_by_section_until_they_are_answered_or_set_aside()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var before = (await TasksAsync(owner, project)).Where(t => Kind(t) == "question").ToDictionary(t => t.GetProperty("section").GetString()!, t => t.GetProperty("open").GetInt32());
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/insurance", """{"state":"none"}""")).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/sections/sets", """{"isAside":true}""")).EnsureSuccessStatusCode();
        var after = (await TasksAsync(owner, project)).Where(t => Kind(t) == "question").ToDictionary(t => t.GetProperty("section").GetString()!, t => t.GetProperty("open").GetInt32());
        after["office"].ShouldBe(before["office"] - 1);
        after.Keys.ShouldBe(before.Keys.Except(["sets"]), ignoreOrder: true);
        (await app.As(project.Owner, "en").GetPageAsync($"/bilans/{project.Id}/previsionnel/a-faire")).Text.ShouldContain("questions without an answer");
    }

    private static string Kind(JsonElement task) => task.GetProperty("kind").GetString()!;

    private static async Task<IReadOnlyList<JsonElement>> TasksAsync(HttpClient owner, TestProject project)
        => [.. (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/todo")).EnumerateArray()];
}
