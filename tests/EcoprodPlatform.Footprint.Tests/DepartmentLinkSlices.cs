using System.Net;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint.DepartmentLinks;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>A department fills its own questions by a link, without an account, and sees neither the other departments nor the total (CC-7).</summary>
public sealed class DepartmentLinkSlices(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task The_stage_manager_answers_from_a_text_message()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var producer = app.As(project.Owner);
        var page = await producer.SubmitAsync(await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire/liens"), (DepartmentLinkFields.Department, "unit-logistics"));
        var address = new Uri(page.Find("main code").TextContent).AbsolutePath;
        page.Text.ShouldContain("il ne sera plus affiché");
        page.All("main a[href^='sms:']").Single().GetAttribute("href")!.ShouldContain(Uri.EscapeDataString(address));
        (await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire/liens")).Text.ShouldNotContain(address);

        using var manager = app.NewVisitor();
        page = await manager.GetPageAsync(address);
        page.Text.ShouldContain("Documentaire");
        page.Text.ShouldNotContain("15,66");
        var section = page.All("main tbody a").Select(a => a.GetAttribute("href")!).First(h => h.EndsWith("/unit", StringComparison.Ordinal));
        page = await manager.GetPageAsync(section);
        page.Text.ShouldNotContain("Justificatif");
        page.All("[data-questionnaire-total]").ShouldBeEmpty();
        var meals = page.Form().QuerySelector("input[inputmode=decimal]")!.GetAttribute("name")!;
        page = await manager.SubmitAsync(page, (meals, "120"));
        page.Text.ShouldContain("Réponse enregistrée.");
        page.Form().QuerySelector($"input[name='{meals}']")!.GetAttribute("value").ShouldBe("120");

        using var owner = app.ProgramOf(project.Owner);
        (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional")).GetProperty("lines").EnumerateArray()
            .ShouldContain(l => l.GetProperty("question").GetString() == meals.Split('.', StringSplitOptions.None)[0]);
        // Who answered stands where the production reads it: the overview, the question, the line.
        (await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire")).Text.ShouldContain("répondu par le lien « Régie »");
        (await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire/unit")).Text.ShouldContain("Répondu par le lien « Régie », le ");
        var lines = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel?departement=unit-logistics");
        lines.Text.ShouldContain("Répondu par le lien « Régie », le ");
        lines.Text.ShouldContain("Saisie par vous, le ");
        (await producer.GetPageAsync(lines.All("main td a").Select(a => a.GetAttribute("href")!).First(h => h.Contains("/lignes/", StringComparison.Ordinal)))).Text.ShouldContain("Enregistrée par vous, le ");
        var link = (await FootprintApp.GetAsync(owner, $"/api/footprints/{project.Id}/provisional/department-links")).EnumerateArray().Single();
        (await app.Store.ReadStreamAsync(AssessmentKind.Provisional.StreamId(project.Id), default))[^1].ActorId.ShouldBe(link.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_link_and_shows_it_again_until_it_is_ended()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var producer = app.As(project.Owner);
        var address = $"/bilans/{project.Id}/previsionnel/questionnaire/liens";
        var form = await producer.GetPageAsync(address);
        var first = await producer.SubmitAsync(form, (DepartmentLinkFields.Department, "unit-logistics"));
        var again = await producer.SubmitAsync(form, (DepartmentLinkFields.Department, "unit-logistics"));
        again.Find("main code").TextContent.ShouldBe(first.Find("main code").TextContent);
        using var program = app.ProgramOf(project.Owner);
        var link = (await FootprintApp.GetAsync(program, $"/api/footprints/{project.Id}/provisional/department-links")).EnumerateArray().ShouldHaveSingleItem();

        // The form of the page that shows it makes another one.
        await producer.SubmitAsync(again, (AngleSharp.Html.Dom.IHtmlFormElement)again.Find("input[name=key]").Closest("form")!, (DepartmentLinkFields.Department, "unit-logistics"));
        (await FootprintApp.GetAsync(program, $"/api/footprints/{project.Id}/provisional/department-links")).GetArrayLength().ShouldBe(2);

        using var ended = await program.DeleteAsync(new Uri($"/api/footprints/{project.Id}/provisional/department-links/{link.GetProperty("id").GetGuid()}", UriKind.Relative));
        var late = await producer.SubmitAsync(form, (DepartmentLinkFields.Department, "unit-logistics"));
        late.Text.ShouldContain("n’est plus en service");
    }

    [Fact]
    public async Task Its_programs_door_answers_that_department_alone_and_tells_no_total()
    {
        var (project, key) = await OpenAsync("unit-logistics");
        using var phone = app.CreateClient();
        var asked = await FootprintApp.GetAsync(phone, $"/api/department-links/{key}/questionnaire");
        asked.GetProperty("sections").EnumerateArray().ShouldAllBe(s => s.GetProperty("department").GetString() == "unit-logistics");
        var question = asked.GetProperty("sections")[0].GetProperty("questions")[0];
        var (code, field) = (question.GetProperty("code").GetString(), question.GetProperty("fields")[0].GetProperty("code").GetString());
        using var answered = await phone.SendAsync(HttpMethod.Put, $"/api/department-links/{key}/answers/{code}", $$$"""{"state":"given","fields":{"{{{field}}}":10}}""", 0);
        answered.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FootprintApp.JsonAsync(answered)).GetProperty("totalKgCo2e").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await phone.SendAsync(HttpMethod.Put, $"/api/department-links/{key}/answers/{code}", """{"state":"none"}""", 0)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await phone.SendAsync(HttpMethod.Delete, $"/api/department-links/{key}/answers/{code}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await phone.SendAsync(HttpMethod.Put, $"/api/department-links/{key}/answers/insurance", """{"state":"none"}""").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-question");
        await phone.SendAsync(HttpMethod.Delete, $"/api/department-links/{key}/answers/insurance").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-question");
        (await phone.GetAsync(new Uri($"/saisie/{key}/office", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await phone.GetAsync(new Uri($"/api/footprints/{project.Id}/provisional", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Ended_over_or_made_up_it_opens_nothing()
    {
        var (project, key) = await OpenAsync("unit-logistics");
        var (_, other) = await OpenAsync("transport");
        using var visitor = app.NewVisitor();
        (await visitor.GetPageAsync($"/saisie/{other}")).Status.ShouldBe(HttpStatusCode.OK);
        await app.Database.ExecuteAsync("update footprint.department_links set expires_at = opened_at where department = 'transport'");
        (await visitor.GetPageAsync($"/saisie/{other}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.GetPageAsync($"/saisie/{new string('a', 32)}")).Text.ShouldContain("demandez-en un autre à la production");

        using var producer = app.As(project.Owner);
        var page = await producer.GetPageAsync($"/bilans/{project.Id}/previsionnel/questionnaire/liens");
        (await producer.SubmitAsync(page, page.Form("main form[action$='/fin']"))).Text.ShouldContain("il n’ouvre plus rien");
        (await visitor.GetPageAsync($"/saisie/{key}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await app.CreateClient().SendAsync(HttpMethod.Put, $"/api/department-links/{key}/answers/meals", """{"state":"none"}""").ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-department-link");
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.department_links where encode(key_hash, 'escape') like '%{key}%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_closed_project_shows_its_answers_and_takes_none_and_a_deleted_one_is_gone()
    {
        var (project, key) = await OpenAsync("unit-logistics");
        await app.CloseAsync(project);
        using var visitor = app.NewVisitor();
        (await visitor.GetPageAsync($"/saisie/{key}")).Text.ShouldContain("ses bilans ne changent plus");
        var question = (await FootprintApp.GetAsync(visitor.Client, $"/api/department-links/{key}/questionnaire")).GetProperty("sections")[0].GetProperty("questions")[0].GetProperty("code").GetString();
        await visitor.Client.SendAsync(HttpMethod.Put, $"/api/department-links/{key}/answers/{question}", """{"state":"none"}""").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.closed");
        await app.DeliverAsync(new ProjectDeletedV1(app.Ids.NewId(), project.Id, 20, DateTimeOffset.UnixEpoch));
        (await visitor.GetPageAsync($"/saisie/{key}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Database.ScalarAsync<long>($"select count(*) from footprint.department_links where project_id = '{project.Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task Only_whoever_edits_makes_links_for_departments_that_are_asked_twenty_at_most()
    {
        var project = await app.ProjectAsync();
        using var reader = app.ProgramOf(await app.CollaboratorAsync(project, CollaboratorChangedV1.Reader));
        var path = $"/api/footprints/{project.Id}/provisional/department-links";
        await reader.SendAsync(HttpMethod.Post, path, """{"department":"unit-logistics"}""").ShouldRefuseAsync(HttpStatusCode.Forbidden, "footprint.readers-read");
        (await reader.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var owner = app.ProgramOf(project.Owner);
        await owner.SendAsync(HttpMethod.Post, path, """{"department":"accounts"}""").ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "footprint.unknown-department");
        for (var i = 0; i < DepartmentLink.Most; i++)
        {
            (await owner.SendAsync(HttpMethod.Post, path, """{"department":"unit-logistics"}""")).StatusCode.ShouldBe(HttpStatusCode.Created);
        }

        await owner.SendAsync(HttpMethod.Post, path, """{"department":"unit-logistics"}""").ShouldRefuseAsync(HttpStatusCode.Conflict, "footprint.too-many-department-links");
    }

    private async Task<(TestProject Project, string Key)> OpenAsync(string department)
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        using var opened = await owner.SendAsync(HttpMethod.Post, $"/api/footprints/{project.Id}/provisional/department-links", $$"""{"department":"{{department}}"}""");
        opened.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (project, (await FootprintApp.JsonAsync(opened)).GetProperty("address").GetString()!.Split('/')[^1]);
    }
}
