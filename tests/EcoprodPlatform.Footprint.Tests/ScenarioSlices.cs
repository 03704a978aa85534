using System.Globalization;
using System.Net;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Footprint.Scenarios;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>CC-10: what another choice would come to, copied from an assessment and compared with it line by line.</summary>
public sealed class ScenarioSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task CC10_A_producer_starts_one_changes_a_line_and_reads_the_difference()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/scenarios");
        page = await producer.SubmitAsync(page, (ScenarioName.Field, "Tourner en Belgique, en train"));
        page.Text.ShouldContain("Scénario créé");
        page.Title.ShouldStartWith("Tourner en Belgique, en train");
        page.Text.ShouldContain("15,66");

        using var owner = app.ProgramOf(project.Owner);
        var kind = page.Path.Split('/')[^1];
        var train = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}")).GetProperty("lines").EnumerateArray().First(l => l.GetProperty("factor").GetString() == "tgv");
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{kind}/lines/{train.GetProperty("id").GetGuid()}", FootprintApp.Line("3400", phase: "pre-production"), train.GetProperty("version").GetInt64())).EnsureSuccessStatusCode();

        page = await producer.GetPageAsync($"/bilans/{project.Id}/{kind}/ecart");
        page.Text.ShouldContain("« Tourner en Belgique, en train » est supérieur à « Bilan prévisionnel »");
        page.Text.ShouldContain("Part principale : activité (+2,93 kg).");
        var variance = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}/variance");
        (variance.GetProperty("base").GetString(), variance.GetProperty("gapKgCo2e").GetDecimal()).ShouldBe((AssessmentMeasuredV1.Provisional, 2.93m));
        var listed = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/scenarios")).EnumerateArray().Single();
        (listed.GetProperty("name").GetString(), listed.GetProperty("kind").GetString(), listed.GetProperty("gapKgCo2e").GetDecimal()).ShouldBe(("Tourner en Belgique, en train", kind, 2.93m));

        // The assessment it copies is as it was, and nobody outside of the project hears of it.
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("totalKgCo2e").GetDecimal().ShouldBe(FirstProject.TotalKg);
        (await producer.GetPageAsync($"/bilans/{project.Id}/resultats")).Text.ShouldNotContain("Belgique");
        await app.SettledAsync();
        app.Published.Of<AssessmentMeasuredV1>().Where(m => m.ProjectId == project.Id).Select(m => m.Kind).ShouldBe([AssessmentMeasuredV1.Provisional]);
    }

    [Fact]
    public async Task CC10_It_takes_the_answers_along_and_is_answered_on_its_own()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/insurance", """{"state":"given","fields":{"amount":1}}""")).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/sections/sets", """{"isAside":true}""")).EnsureSuccessStatusCode();
        var kind = await StartAsync(owner, project, "Sans décor");
        var sections = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}/questionnaire")).GetProperty("sections").EnumerateArray().ToList();
        sections.Single(s => s.GetProperty("code").GetString() == "sets").GetProperty("isAside").GetBoolean().ShouldBeTrue();

        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{kind}/answers/insurance", """{"state":"given","fields":{"amount":3}}""")).EnsureSuccessStatusCode();
        (await TotalAsync(owner, project, kind), await TotalAsync(owner, project, "provisional")).ShouldBe((231m, 77m));
        var variance = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}/variance");
        variance.GetProperty("lines").GetArrayLength().ShouldBe(1, "the line of a question is the same line");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/{kind}/questionnaire/office")).Text.ShouldContain("Assurances");
    }

    [Fact]
    public async Task CC10_It_is_renamed_and_removed_and_its_words_leave_the_log()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Final);
        using var owner = app.ProgramOf(project.Owner);
        using var producer = app.As(project.Owner);
        var kind = await StartAsync(owner, project, "Hermenegilde", "final");
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/{kind}/nom");
        (await producer.SubmitAsync(page, (ScenarioName.Field, "  "))).Text.ShouldContain("Nom du scénario : à renseigner.");
        page = await producer.SubmitAsync(page, (ScenarioName.Field, "Hildegarde"));
        page.Text.ShouldContain("Scénario renommé.");
        page.Text.ShouldContain("Hildegarde");

        page = await producer.SubmitAsync(await producer.GetPageAsync($"/bilans/{project.Id}/{kind}/suppression"));
        page.Text.ShouldContain("Scénario supprimé.");
        (await producer.GetPageAsync($"/bilans/{project.Id}/{kind}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await owner.SendAsync(HttpMethod.Get, $"/api/footprints/{project.Id}/{kind}").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        var stream = AssessmentKind.Find(kind)!.Value.StreamId(project.Id);
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.mt_events where stream_id = '{stream}' and (data::text like '%Her%' or data::text like '%Hil%' or data::text like '%abel%')")).ShouldBe(0);
        await new ProjectionRebuild(app.Services.GetRequiredService<ModuleLog<FootprintModule>>().Log, TimeProvider.System).RunAsync("assessment-sheet", null, default);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/scenarios")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task CC10_Nothing_can_be_done_to_one_that_nobody_started_and_the_two_assessments_are_none()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var nobody = AssessmentKind.Scenario(app.Ids.NewId()).Code;
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/{nobody}/lines", FootprintApp.Line()).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{nobody}", """{"lines":[]}""", 0).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{nobody}/answers/insurance", """{"state":"none"}""").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{nobody}/sections/sets", """{"isAside":true}""").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/{nobody}").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/provisional").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/final/name", """{"name":"x"}""").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-scenario");
        await owner.SendAsync(HttpMethod.Get, $"/api/footprints/{project.Id}/scenario-1").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-kind");
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"Vide","base":"final"}""").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.nothing-to-copy");
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", $$"""{"name":"Cousin","base":"{{nobody}}"}""").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.scenario-base");
        using var visitor = app.As(project.Owner);
        foreach (var path in new[] { "provisional", "scenario-1", $"{nobody}/lignes", "previsionnel/nom", "previsionnel/suppression" })
        {
            (await visitor.GetPageAsync($"/bilans/{project.Id}/{path}")).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task CC10_A_double_click_starts_one_and_there_are_twenty_at_most()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/scenarios");
        await producer.SubmitAsync(page, (ScenarioName.Field, "Une fois"));
        await producer.SubmitAsync(page, (ScenarioName.Field, "Une fois"));
        using var owner = app.ProgramOf(project.Owner);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/scenarios")).GetArrayLength().ShouldBe(1);
        for (var i = 1; i < StartScenario.Most; i++)
        {
            await StartAsync(owner, project, $"Variante {i.ToString(CultureInfo.InvariantCulture)}");
        }

        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"De trop","base":"provisional"}""").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.too-many-scenarios");
        page = await producer.SubmitAsync(await producer.GetPageAsync($"/bilans/{project.Id}/scenarios"), (ScenarioName.Field, "De trop"));
        page.Text.ShouldContain("20 scénarios au plus");
        page.Form().QuerySelector($"input[name='{ScenarioName.Field}']")!.GetAttribute("value").ShouldBe("De trop");
    }

    [Fact]
    public async Task CC10_Readers_read_it_strangers_do_not_and_closing_ends_its_changes()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var kind = await StartAsync(owner, project, "En train");
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        (await TotalAsync(reader, project, kind)).ShouldBe(FirstProject.TotalKg);
        await reader.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"x","base":"provisional"}""").ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.readers-read");
        using var stranger = app.ProgramOf(new Kernel.PersonId(app.Ids.NewId()));
        await stranger.SendAsync(HttpMethod.Get, $"/api/footprints/{project.Id}/{kind}").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");

        await app.CloseAsync(project);
        (await app.EventsAsync(project.Id, AssessmentKind.Find(kind)!.Value)).ShouldBe(["scenario-started.v1", "assessment-frozen.v1"]);
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/{kind}/lines", FootprintApp.Line()).ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
        await owner.SendAsync(HttpMethod.Delete, $"/api/footprints/{project.Id}/{kind}").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"x","base":"provisional"}""").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
        (await app.As(project.Owner).GetPageAsync($"/bilans/{project.Id}/scenarios")).All("form[method=post]").Where(f => f.TextContent.Contains("Créer", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CC10_With_its_project_it_goes()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var kind = AssessmentKind.Find(await StartAsync(owner, project, "Hermenegilde"))!.Value;
        await app.DeliverAsync(new ProjectDeletedV1(app.Ids.NewId(), project.Id, 9, DateTimeOffset.UnixEpoch));
        (await app.EventsAsync(project.Id, kind)).ShouldBe(["scenario-started.v1", "assessment-erased.v1"]);
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.mt_events where stream_id = '{kind.StreamId(project.Id)}' and data::text like '%Hermen%'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.assessments where project_id = '{project.Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task CC16_An_advice_becomes_a_scenario_whose_difference_is_what_the_advice_said()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        var advice = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/advice")).GetProperty("items")[0];
        var (code, saving) = (advice.GetProperty("code").GetString()!, advice.GetProperty("savingKgCo2e").GetDecimal());
        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/conseils");
        page = await producer.SubmitAsync(page, page.Form($"form[action$='/conseils/{code}/scenario']"));
        page.Path.ShouldEndWith("/ecart");
        var kind = page.Path.Split('/')[^2];
        var variance = await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}/variance");
        variance.GetProperty("gapKgCo2e").GetDecimal().ShouldBe(-saving);
        variance.GetProperty("lines").EnumerateArray().ShouldAllBe(l => l.GetProperty("baseLine").ValueKind == JsonValueKind.String && l.GetProperty("line").ValueKind == JsonValueKind.String);
        page.Text.ShouldContain(advice.GetProperty("titleFr").GetString()!);
        await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"x","base":"provisional","advice":"fly-less"}""").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.unknown-advice");
    }

    /// <summary>Answered again, a question would otherwise say something else than the lines it comes to.</summary>
    [Fact]
    public async Task CC16_An_answer_whose_lines_are_supposed_otherwise_becomes_lines()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/commuting-car", """{"state":"unknown"}""")).EnsureSuccessStatusCode();
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/insurance", """{"state":"given","fields":{"amount":1}}""")).EnsureSuccessStatusCode();
        var advice = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/advice")).GetProperty("items").EnumerateArray()
            .First(a => a.GetProperty("posts").EnumerateArray().Any(p => p.GetString() == "transport")).GetProperty("code").GetString();
        using var started = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", JsonSerializer.Serialize(new { name = "Autrement", @base = "provisional", advice }));
        var kind = (await FootprintApp.JsonAsync(started)).GetProperty("kind").GetString();
        var questions = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}/questionnaire")).GetProperty("sections").EnumerateArray().SelectMany(s => s.GetProperty("questions").EnumerateArray())
            .ToDictionary(q => q.GetProperty("code").GetString()!, q => q.GetProperty("answer"));
        (questions["commuting-car"].GetProperty("state").GetString(), questions["insurance"].GetProperty("state").GetString()).ShouldBe(("detailed", "given"));
        var lines = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}")).GetProperty("lines").EnumerateArray().ToList();
        lines.Select(l => l.GetProperty("question").GetString()).ShouldBe([null, "insurance"], ignoreOrder: true);

        // Answering it takes nothing away from the lines that are there now.
        (await owner.SendAsync(HttpMethod.Put, $"/api/footprints/{project.Id}/{kind}/answers/commuting-car", """{"state":"unknown"}""")).EnsureSuccessStatusCode();
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/{kind}")).GetProperty("lines").GetArrayLength().ShouldBe(3);
    }

    private static async Task<string> StartAsync(HttpClient owner, TestProject project, string name, string from = "provisional")
    {
        using var started = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", JsonSerializer.Serialize(new { name, @base = from }));
        started.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (await FootprintApp.JsonAsync(started)).GetProperty("kind").GetString()!;
    }

    private static async Task<decimal> TotalAsync(HttpClient client, TestProject project, string kind)
        => (await FootprintApp.GetAsync(client, $"/api/footprints/{project.Id}/{kind}")).GetProperty("totalKgCo2e").GetDecimal();
}
