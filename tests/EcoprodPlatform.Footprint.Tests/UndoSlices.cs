using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AngleSharp.Html.Dom;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Footprint.Undo;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Footprint.Tests.FootprintApp;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>An edit is undone by the notice that tells of it, without script, and by program.</summary>
public sealed class UndoSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    private static readonly byte[] Invoice = SampleFile.Pdf("facture du loueur");

    [Fact]
    public async Task A_removed_line_comes_back_with_its_id_its_place_its_evidence_its_comments_and_the_same_figures()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        var owner = app.As(project.Owner);
        using var program = app.ProgramOf(project.Owner);
        var line = (await LinesAsync(program, project))[4].GetProperty("id").GetGuid();
        await AttachAsync(program, project, line);
        using var said = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines/{line}/comments", """{"words":"D’où vient ce nombre ?"}""");
        said.StatusCode.ShouldBe(HttpStatusCode.Created);
        var (before, evidence) = (await GetAsync(program, Api(project)), await GetAsync(program, $"{Api(project)}/lines/{line}/evidence"));

        var page = await owner.GetPageAsync($"{Data(project)}/lignes/{line}");
        page = await owner.SubmitAsync(page, page.Form("form[action$=suppression]"));
        page.Text.ShouldContain("Ligne supprimée.");
        (await LinesAsync(program, project)).Length.ShouldBe(18);
        (await program.GetAsync(new Uri($"{Api(project)}/lines/{line}/evidence", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await owner.GetPageAsync($"{Data(project)}/lignes/{(await LinesAsync(program, project))[0].GetProperty("id").GetGuid()}")).Text.ShouldNotContain("facture.pdf", customMessage: "what is removed proves nothing else");

        page = await owner.SubmitAsync(page, page.Form(".flash form"));
        page.Text.ShouldContain("Annulé : 1 ligne remise. Le bilan fait 15 663,99 kg.");
        var after = await GetAsync(program, Api(project));
        Without(after.GetProperty("lines")).ShouldBe(Without(before.GetProperty("lines")));
        after.GetProperty("totalKgCo2e").GetRawText().ShouldBe(before.GetProperty("totalKgCo2e").GetRawText());
        (await GetAsync(program, $"{Api(project)}/lines/{line}/evidence")).GetRawText().ShouldBe(evidence.GetRawText());
        (await GetAsync(program, $"{Api(project)}/lines/{line}/comments"))[0].GetProperty("words").GetString().ShouldBe("D’où vient ce nombre ?");
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1", "evidence-attached.v1", "line-removed.v1", "edit-undone.v1"]);

        // The other way again: undoing is an edit like any other.
        page = await owner.SubmitAsync(page, page.Form(".flash form"));
        page.Text.ShouldContain("Annulé : 1 ligne retirée.");
        (await LinesAsync(program, project)).Length.ShouldBe(18);
        await app.SettledAsync();
        app.Published.Of<AssessmentMeasuredV1>().Where(m => m.ProjectId == project.Id).Select(m => m.Lines).ShouldBe([19, 18, 19, 18]);
    }

    [Fact]
    public async Task Pasted_lines_go_by_one_press_and_a_second_press_says_that_they_are_gone()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        using var program = app.ProgramOf(project.Owner);
        using var first = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines", Line());
        var pasted = await PasteAsync(owner, project);
        var page = await owner.SubmitAsync(pasted, pasted.Form(".flash form"));
        page.Text.ShouldContain("Annulé : 2 lignes retirées. Le bilan fait 7,03 kg.");
        (await LinesAsync(program, project)).Length.ShouldBe(1);
        (await app.EventsAsync(project.Id)).ShouldBe(["line-added.v1", "lines-entered.v1", "edit-undone.v1"]);
        page = await owner.SubmitAsync(pasted, pasted.Form(".flash form"));
        page.Text.ShouldContain("C’est déjà annulé.");
        (await app.EventsAsync(project.Id)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_changed_line_and_an_added_one_are_undone_alike_and_the_address_itself_asks()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner, "en");
        using var program = app.ProgramOf(project.Owner);
        var line = app.Ids.NewId();
        using var added = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines", Line(id: line));
        var page = await owner.GetPageAsync($"{Data(project)}/lignes/{line}");
        page = await owner.SubmitAsync(page, page.Form("form:has([name=quantity])"), ("quantity", "10"));
        page.Text.ShouldContain("Line saved.");
        page = await owner.SubmitAsync(page, page.Form(".flash form"));
        page.Text.ShouldContain("Undone: 1 line put back. The assessment comes to 7.03 kg.");

        // Saved as it was, nothing is offered that would undo something older.
        page = await owner.GetPageAsync($"{Data(project)}/lignes/{line}");
        page = await owner.SubmitAsync(page, page.Form("form:has([name=quantity])"));
        page.Has(".flash form").ShouldBeFalse();

        page = await owner.GetPageAsync($"{Data(project)}/modifications/3/annulation");
        page.Text.ShouldContain("This will be: 1 line put back.");
        (await owner.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(.confirm)"))).Text.ShouldContain("The assessment comes to 0.0293 kg.");
    }

    [Fact]
    public async Task An_entry_sheet_that_added_and_changed_is_undone_as_one()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var (known, fresh) = (app.Ids.NewId(), app.Ids.NewId());
        using var added = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines", Line(id: known));
        var mediator = app.Services.CreateScope().ServiceProvider.GetRequiredService<MediatR.IMediator>();
        LineInput Input(decimal quantity) => new("transport", "transport", "shooting", "tgv", quantity, "passenger.km", null);
        await mediator.Send(new Entry.EnterLines(project.Id, AssessmentKind.Provisional, [new(new LineId(known), Input(5)), new(new LineId(fresh), Input(6))], new Actor(project.Owner), 1) { MayChange = true });

        using var undone = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/edits/2/undo", "");
        undone.StatusCode.ShouldBe(HttpStatusCode.OK);
        undone.Headers.ETag!.Tag.ShouldBe("\"3\"");
        var answer = await JsonAsync(undone);
        (answer.GetProperty("totalKgCo2e").GetDecimal(), answer.GetProperty("back")[0].GetGuid(), answer.GetProperty("out")[0].GetGuid()).ShouldBe((7.032m, known, fresh));
        (await LinesAsync(program, project)).ShouldHaveSingleItem().GetProperty("label").GetString().ShouldBe("Repérages");
    }

    [Fact]
    public async Task After_somebody_elses_edit_it_says_why_it_cannot_and_nothing_is_lost()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        using var other = app.ProgramOf(await app.CollaboratorAsync(project, "contributor"));
        var pasted = await PasteAsync(owner, project);
        var line = (await LinesAsync(other, project))[1];
        using var changed = await other.SendAsync(HttpMethod.Put, $"{Api(project)}/lines/{line.GetProperty("id").GetGuid()}", Line(), line.GetProperty("version").GetInt64());
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await owner.SubmitAsync(pasted, pasted.Form(".flash form"));
        page.Text.ShouldContain("Rien n’a été annulé. Une de ces lignes a été modifiée ou supprimée depuis");
        (await LinesAsync(other, project)).Length.ShouldBe(2);
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-entered.v1", "line-changed.v1"]);
        (await CodeAsync(other, $"{Api(project)}/edits/1/undo")).ShouldBe((HttpStatusCode.Conflict, "footprint.entry-changed"));
    }

    [Fact]
    public async Task After_a_closing_after_a_day_and_for_what_is_no_edit_of_lines_it_says_why_it_cannot()
    {
        var project = await app.ProjectAsync();
        var owner = app.As(project.Owner);
        using var program = app.ProgramOf(project.Owner);
        var pasted = await PasteAsync(owner, project);
        var late = ActivatorUtilities.CreateInstance<UndoReader>(app.Services, Later(25));
        (await Should.ThrowAsync<RuleBrokenException>(late.DecideAsync(project.Id, AssessmentKind.Provisional, 1, default))).Code.ShouldBe("footprint.undo-too-late");
        await program.SendAsync(HttpMethod.Put, Api(project), """{"lines":[]}""", 1);
        (await CodeAsync(program, $"{Api(project)}/edits/2/undo")).ShouldBe((HttpStatusCode.Conflict, "footprint.not-undoable"));
        (await CodeAsync(program, $"{Api(project)}/edits/9/undo")).ShouldBe((HttpStatusCode.NotFound, "footprint.unknown-edit"));
        await app.CloseAsync(project);
        var page = await owner.SubmitAsync(pasted, pasted.Form(".flash form"));
        page.Text.ShouldContain("Rien n’a été annulé. Le projet est clôturé");
        (await CodeAsync(program, $"{Api(project)}/edits/1/undo")).ShouldBe((HttpStatusCode.Conflict, "footprint.closed"));
    }

    [Fact]
    public async Task Readers_and_strangers_undo_nothing_and_a_form_without_its_token_neither()
    {
        var project = await app.ProjectAsync();
        await PasteAsync(app.As(project.Owner), project);
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, "reader"));
        using var stranger = app.ProgramOf(new PersonId(app.Ids.NewId()));
        (await CodeAsync(reader, $"{Api(project)}/edits/1/undo")).ShouldBe((HttpStatusCode.Forbidden, "footprint.readers-read"));
        (await CodeAsync(stranger, $"{Api(project)}/edits/1/undo")).ShouldBe((HttpStatusCode.NotFound, "footprint.unknown-project"));
        (await app.As(new PersonId(app.Ids.NewId())).GetPageAsync($"{Data(project)}/modifications/1/annulation")).Status.ShouldBe(HttpStatusCode.NotFound);
        using var forged = await app.As(project.Owner).PostAsync($"{Data(project)}/modifications/1/annulation");
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-entered.v1"]);
    }

    [Fact]
    public async Task Two_who_undo_at_once_undo_once()
    {
        var project = await app.ProjectAsync();
        await PasteAsync(app.As(project.Owner), project);
        using var program = app.ProgramOf(project.Owner);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => program.SendAsync(HttpMethod.Post, $"{Api(project)}/edits/1/undo", "")));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.OK);
        (await app.EventsAsync(project.Id)).ShouldBe(["lines-entered.v1", "edit-undone.v1"]);
    }

    [Fact]
    public async Task What_proved_a_removed_line_is_erased_when_it_cannot_come_back_any_more()
    {
        var project = await app.ProjectAsync();
        using var program = app.ProgramOf(project.Owner);
        var (goes, stays) = (app.Ids.NewId(), app.Ids.NewId());
        foreach (var id in new[] { goes, stays })
        {
            using var added = await program.SendAsync(HttpMethod.Post, $"{Api(project)}/lines", Line(id: id));
        }

        var shared = await AttachAsync(program, project, goes);
        await AttachAsync(program, project, goes, "seule.pdf", SampleFile.Pdf("seule"));
        (await program.SendAsync(HttpMethod.Put, $"{Api(project)}/lines/{stays}/evidence/{shared}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var removed = await program.SendAsync(HttpMethod.Delete, $"{Api(project)}/lines/{goes}", version: 1);
        removed.Headers.ETag!.Tag.ShouldBe("\"6\"");
        (await GetAsync(program, $"{Api(project)}/lines/{stays}/evidence"))[0].GetProperty("lines").GetInt32().ShouldBe(1);
        await ForgetAsync(24);
        (await FilesAsync(project)).ShouldBe(2);
        await ForgetAsync(26);
        (await FilesAsync(project)).ShouldBe(1);
        (await GetAsync(program, $"{Api(project)}/lines/{stays}/evidence")).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Both_projections_are_the_same_when_they_are_rebuilt()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var program = app.ProgramOf(project.Owner);
        var line = (await LinesAsync(program, project))[4].GetProperty("id").GetGuid();
        await AttachAsync(program, project, line);
        foreach (var version in new[] { 1, 4 })
        {
            await program.SendAsync(HttpMethod.Delete, $"{Api(project)}/lines/{line}", version: version);
            await program.SendAsync(HttpMethod.Post, $"{Api(project)}/edits/{(version == 1 ? 3 : 5)}/undo", "");
        }

        foreach (var (name, table) in new[] { ("assessment-sheet", "assessment_lines"), ("line-evidence", "line_evidence") })
        {
            var all = $"select md5(string_agg(to_jsonb(e)::text, '|' order by to_jsonb(e)::text)) from footprint.{table} e where project_id = '{project.Id}'";
            var before = await app.Database.ScalarAsync<string>(all);
            await new ProjectionRebuild(app.Services.GetRequiredService<ModuleLog<FootprintModule>>().Log, TimeProvider.System).RunAsync(name, null, default);
            (await app.Database.ScalarAsync<string>(all)).ShouldBe(before, name);
        }

        (await app.EventsAsync(project.Id)).ShouldBe(["lines-replaced.v1", "evidence-attached.v1", "line-removed.v1", "edit-undone.v1", "line-removed.v1", "edit-undone.v1"]);
    }

    private static string Data(TestProject project) => $"/bilans/{project.Id}/previsionnel";

    private static string Api(TestProject project) => $"/api/footprints/{project.Id}/provisional";

    private static async Task<JsonElement[]> LinesAsync(HttpClient program, TestProject project) => [.. (await GetAsync(program, Api(project))).GetProperty("lines").EnumerateArray()];

    /// <summary>Lines without their version, which says only that they were touched.</summary>
    private static string[] Without(JsonElement lines) => [.. lines.EnumerateArray().Select(l => string.Join('|', l.EnumerateObject().Where(p => p.Name != "version").Select(p => $"{p.Name}={p.Value.GetRawText()}")))];

    private static async Task<(HttpStatusCode Status, string? Code)> CodeAsync(HttpClient program, string path)
    {
        using var answer = await program.SendAsync(HttpMethod.Post, path, "");
        return (answer.StatusCode, (await JsonAsync(answer)).GetProperty("code").GetString());
    }

    private static async Task<Page> PasteAsync(Visitor visitor, TestProject project)
    {
        var page = await visitor.GetPageAsync($"{Data(project)}/coller");
        page = await visitor.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has(textarea)"), ("texte", "TGV;100;passager.km\nTGV;200;passager.km"));
        return await visitor.SubmitAsync(page, (IHtmlFormElement)page.Find("form:has([name=ids])"));
    }

    private static async Task<Guid> AttachAsync(HttpClient client, TestProject project, Guid line, string name = "facture.pdf", byte[]? bytes = null)
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(bytes ?? Invoice) { Headers = { ContentType = new MediaTypeHeaderValue("application/pdf") } }, "files", name } };
        using var response = await client.PostAsync(new Uri($"{Api(project)}/lines/{line}/evidence", UriKind.Relative), content);
        return (await JsonAsync(response)).EnumerateArray().Last().GetProperty("id").GetGuid();
    }

    private static MovableClock Later(int hours)
    {
        var clock = new MovableClock();
        clock.Advance(TimeSpan.FromHours(hours));
        return clock;
    }

    private Task ForgetAsync(int hours) => ActivatorUtilities.CreateInstance<ForgetRemovedEvidence>(app.Services, Later(hours)).RunAsync(default);

    private Task<long> FilesAsync(TestProject project)
        => app.Database.ScalarAsync<long>(string.Create(CultureInfo.InvariantCulture, $"select count(*) from footprint.document where owner = 'project:{project.Id}' and kept"));
}
