using System.Net;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

/// <summary>Deleting a project on the whole platform: what goes, who keeps it from going, and that nothing is found of it afterwards.</summary>
[Collection(ProjectsHost.Name)]
public sealed class DeletionSlices(ProjectsApp app)
{
    [Fact]
    public async Task B03_The_owner_deletes_after_a_page_that_says_what_goes_and_nothing_is_found_of_it_anywhere()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner, "Quatrebarbes sur Loire");
        var line = await LineAsync(owner, id, "Fourgon d’Ermengarde");
        var evidence = $"/api/footprints/{id}/provisional/lines/{line}/evidence";
        var file = await AttachAsync(owner, evidence);
        var edit = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        var confirm = await owner.Visitor.GetPageAsync(edit.Find("main a[href$='/suppression']").GetAttribute("href")!);
        confirm.Text.ShouldContain("1 ligne et son résultat");
        confirm.Text.ShouldContain("1 justificatif");
        confirm.Text.ShouldContain("Cette action est définitive");

        var after = await owner.Visitor.SubmitAsync(confirm);

        after.Path.ShouldBe(ProjectLinks.Mine);
        after.Text.ShouldContain("Projet supprimé.");
        after.Has($"a[href*='{id}']").ShouldBeFalse();
        foreach (var page in new[]
        {
            ProjectLinks.Configuration(id), $"/projets/{id}/suppression", $"/projets/{id}/tags", $"/projets/{id}/historique", ProjectLinks.Collaboration(id), ProjectLinks.Closure(id), $"/projets/{id}/transmission",
            $"/bilans/{id}/previsionnel", $"/bilans/{id}/definitif", $"/bilans/{id}/resultats", $"/bilans/{id}/previsionnel/lignes/{line}", $"/bilans/{id}/previsionnel/lignes/{line}/justificatifs/{file}",
        })
        {
            (await owner.Visitor.GetPageAsync(page)).Status.ShouldBe(HttpStatusCode.NotFound, page);
        }

        foreach (var path in new[] { $"/api/projects/{id}", $"/api/projects/{id}/history", $"/api/projects/{id}/collaborators", $"/api/footprints/{id}/provisional", $"/api/footprints/{id}/final", evidence, $"{evidence}/{file}" })
        {
            await owner.Client.SendAsync(HttpMethod.Get, path).ShouldRefuseAsync(HttpStatusCode.NotFound);
        }

        await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: 2).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await owner.Client.SendAsync(HttpMethod.Post, $"/api/footprints/{id}/provisional/lines", Line("trop tard")).ShouldRefuseAsync(HttpStatusCode.NotFound, "footprint.unknown-project");
        (await owner.Client.GetJsonAsync("/api/projects"))["total"]!.GetValue<int>().ShouldBe(0);
        await app.SettledAsync();
        app.Published.Of<ProjectDeletedV1>().Single(m => m.ProjectId == id).ProjectVersion.ShouldBe(2);

        // A second click, or the page of another tab.
        (await owner.Visitor.SubmitAsync(confirm)).Text.ShouldContain("Projet supprimé.");
    }

    /// <summary>In no table of any module, mails and answers that wait to be forgotten among them; the events stay, under ids.</summary>
    [Fact]
    public async Task B03_What_a_deleted_project_and_its_lines_were_called_is_in_no_table_of_the_platform()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner, "Zorglub chez les Marsouins");
        var body = Samples.FirstProject();
        body["title"] = "Zorglub revient";
        body["productionCompanies"] = new System.Text.Json.Nodes.JsonArray("Zorglub Production");
        (await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}", body, 1)).EnsureSuccessStatusCode();
        await LineAsync(owner, id, "Zorglub en train");
        await AttachAsync(owner, $"/api/footprints/{id}/provisional/lines/{await LineAsync(owner, id, "Zorglub en car")}/evidence", "Zorglub.pdf");
        (await owner.Client.SendAsync(HttpMethod.Post, $"/api/footprints/{id}/final/copy", "{}")).EnsureSuccessStatusCode();
        await app.SettledAsync();
        (await PostgresDump.OfAsync(app.Database.ConnectionString)).ShouldContain("Zorglub", Case.Insensitive);

        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: 2)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await app.SettledAsync();

        var dump = await PostgresDump.OfAsync(app.Database.ConnectionString);
        dump.Split('\n').Where(l => l.Contains("Zorglub", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1", "project-configured.v1", "project-deleted.v1"]);
    }

    [Fact]
    public async Task B03_What_others_have_says_who_they_are_and_what_to_do_about_it()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner);
        var reader = await app.PersonAsync("Noor", "Haddad");
        await app.JoinAsync(id, owner.Id, reader.Id, Roles.Reader);
        var tag = await app.TagAsync("Films Marée", "MARÉE HAUTE");
        (await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/tags", new { tagId = tag.TagId })).EnsureSuccessStatusCode();
        (await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/collaborators", new { email = "attente@studio.example", role = "reader" })).EnsureSuccessStatusCode();

        var page = await owner.Visitor.GetPageAsync($"/projets/{id}/suppression");
        page.Text.ShouldContain("Noor Haddad y participe");
        page.Text.ShouldContain("une invitation attend une réponse");
        page.Text.ShouldContain("MARÉE HAUTE le voit par un tag");
        page.Has("main form").ShouldBeFalse();
        page.Has($"main a[href='/projets/{id}/transmission']").ShouldBeTrue();
        var version = (await app.LoadAsync(id)).Version;
        var refusal = await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: version).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.others-have-it");
        refusal["detail"]!.GetValue<string>().ShouldContain("Noor Haddad");

        // Each of them gone, it goes.
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/tags/{tag.TagId}")).EnsureSuccessStatusCode();
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/collaborators/{reader.Id}")).EnsureSuccessStatusCode();
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/invitations/{(await app.LoadAsync(id)).State.Invitations.Keys.Single()}")).EnsureSuccessStatusCode();
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: (await app.LoadAsync(id)).Version)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task B03_Somebody_who_joins_while_the_page_is_open_keeps_the_project()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner);
        var confirm = await owner.Visitor.GetPageAsync($"/projets/{id}/suppression");
        await app.JoinAsync(id, owner.Id, (await app.PersonAsync("Noor", "Haddad")).Id, Roles.Reader);
        var refused = await owner.Visitor.SubmitAsync(confirm);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text.ShouldContain("Noor Haddad y participe");

        // What changed otherwise makes the page old: it is read again before anything goes.
        var other = await app.ProjectAsync(owner);
        var old = await owner.Visitor.GetPageAsync($"/projets/{other}/suppression");
        var body = Samples.FirstProject();
        body["title"] = "Autre titre";
        (await owner.Client.SendAsync(HttpMethod.Put, $"/api/projects/{other}", body, 1)).EnsureSuccessStatusCode();
        (await owner.Visitor.SubmitAsync(old)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await app.LoadAsync(other)).State.Exists.ShouldBeTrue();
    }

    [Fact]
    public async Task B03_A_closed_project_goes_only_with_the_word_and_is_told_what_that_means()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner);
        (await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/closure")).EnsureSuccessStatusCode();
        var confirm = await owner.Visitor.GetPageAsync($"/projets/{id}/suppression");
        confirm.Text.ShouldContain("Il est clôturé depuis le");
        var refused = await owner.Visitor.SubmitAsync(confirm);
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Find("#f-confirmation").GetAttribute("aria-invalid").ShouldBe("true");
        (await owner.Visitor.SubmitAsync(refused, ("confirmation", "Supprimer"))).Path.ShouldBe(ProjectLinks.Mine);
        (await app.LoadAsync(id)).State.IsDeleted.ShouldBeTrue();
    }

    [Fact]
    public async Task B03_Staff_find_no_deleted_project_to_appoint_an_owner_to()
    {
        var owner = await app.PersonAsync("Parti", "Bientôt");
        var id = await app.ProjectAsync(owner, "Supprimé puis parti");
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: 1)).EnsureSuccessStatusCode();
        await app.DeliverAsync(new EcoprodPlatform.Accounts.Contracts.PersonErasedV1(app.Ids.NewId(), owner.Id, 2));
        using var staff = app.NewVisitor();
        staff.Client.SignIn(app.Ids.NewId(), isStaff: true);
        (await staff.GetPageAsync("/equipe/projets")).Has($"a[href$='{id}']").ShouldBeFalse();
        (await staff.GetPageAsync($"/equipe/projets/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        await staff.Client.SendAsync(HttpMethod.Put, $"/api/projects/{id}/owner", new { email = "nemo@studio.example", reason = "account-deleted" }).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
    }

    [Fact]
    public async Task B03_Before_leaving_each_project_is_handed_over_or_deleted_from_the_page_of_the_account()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner, "Que moi");
        var page = await owner.Visitor.GetPageAsync("/compte/suppression");
        page.Has($"main a[href='/projets/{id}/transmission']").ShouldBeTrue();
        page.Find($"main a[href='/projets/{id}/suppression']").GetAttribute("aria-label").ShouldBe("Supprimer, Que moi");
        await owner.Visitor.SubmitAsync(await owner.Visitor.GetPageAsync($"/projets/{id}/suppression"));
        (await owner.Visitor.GetPageAsync("/compte/suppression")).Text.ShouldNotContain("Que moi");
    }

    [Fact]
    public async Task B03_A_rebuild_keeps_it_deleted_and_a_result_that_arrives_late_leaves_no_row()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner);
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: 1)).EnsureSuccessStatusCode();
        await app.MeasuredAsync(id, "provisional", 7, 12, 1);
        (await app.Database.ScalarAsync<long>($"select count(*) from projects.assessments where project_id = '{id}'")).ShouldBe(0);
        var log = app.Services.GetRequiredService<ModuleLog<ProjectsModule>>().Log;
        foreach (var projection in log.Definition.Projections)
        {
            await new ProjectionRebuild(log, app.Clock).RunAsync(projection.Name, null, CancellationToken.None);
        }

        (await app.Database.ScalarAsync<long>($"select (select count(*) from projects.project_list where project_id = '{id}') + (select count(*) from projects.project_access where project_id = '{id}')")).ShouldBe(0);
        (await owner.Client.GetJsonAsync("/api/projects"))["total"]!.GetValue<int>().ShouldBe(0);
    }

    /// <summary>Somebody still types in another tab at the moment of deletion: no line stays without its project.</summary>
    [Fact]
    public async Task B03_Once_deletion_is_answered_no_line_comes_in_however_many_are_on_their_way()
    {
        for (var round = 0; round < 4; round++)
        {
            var owner = await app.PersonAsync();
            var id = await app.ProjectAsync(owner);
            await LineAsync(owner, id, "Première");
            var writers = Enumerable.Range(0, 3).Select(_ => WriteUntilRefusedAsync(owner, id)).ToList();
            (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}", version: 1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
            (await Task.WhenAll(writers)).ShouldAllBe(refusal => refusal == "footprint.unknown-project");
            (await app.Database.ScalarAsync<long>($"select count(*) from footprint.assessment_lines where project_id = '{id}'")).ShouldBe(0);
            (await app.Database.ScalarAsync<long>($"select count(*) from footprint.mt_events where data ->> 'projectId' = '{id}' and data -> 'line' ? 'label'")).ShouldBe(0);
        }
    }

    [Fact]
    public async Task The_hostile_list_finds_nothing()
    {
        var owner = await app.PersonAsync();
        var id = await app.ProjectAsync(owner);
        var contributor = await app.PersonAsync("Noor", "Haddad");
        await app.JoinAsync(id, owner.Id, contributor.Id, Roles.Contributor);
        var stranger = await app.PersonAsync("Alex", "Inconnu");
        using var anonymous = app.CreateClient();
        var path = $"/api/projects/{id}";
        await anonymous.SendAsync(HttpMethod.Delete, path, version: 3).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await stranger.Client.SendAsync(HttpMethod.Delete, path, version: 3).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await contributor.Client.SendAsync(HttpMethod.Delete, path, version: 3).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-deletes");
        await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{Guid.NewGuid()}", version: 1).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        (await stranger.Visitor.GetPageAsync($"/projets/{id}/suppression")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await contributor.Visitor.GetPageAsync($"/projets/{id}/suppression")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await contributor.Visitor.GetPageAsync(ProjectLinks.Configuration(id))).Has("a[href$='/suppression']").ShouldBeFalse();
        (await owner.Visitor.PostAsync($"/projets/{id}/suppression")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        var alone = await app.ProjectAsync(owner);
        await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{alone}").ShouldRefuseAsync(HttpStatusCode.PreconditionRequired, "web.version-required");
        await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{alone}", version: 9).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        (await app.LoadAsync(alone)).State.Exists.ShouldBeTrue();
        (await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{alone}", version: 1)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var again = Samples.FirstProject();
        again["id"] = alone;
        await owner.Client.SendAsync(HttpMethod.Post, "/api/projects", again).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.id-taken");
    }

    private static object Line(string label) => new { department = "transport", post = "transport", phase = "shooting", factor = "tgv", unit = "passenger.km", quantity = 2400, label };

    private static async Task<Guid> LineAsync(TestPerson person, Guid id, string label)
    {
        using var answer = await person.Client.SendAsync(HttpMethod.Post, $"/api/footprints/{id}/provisional/lines", Line(label));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync())["id"]!.GetValue<Guid>();
    }

    private static async Task<string> WriteUntilRefusedAsync(TestPerson person, Guid id)
    {
        while (true)
        {
            using var answer = await person.Client.SendAsync(HttpMethod.Post, $"/api/footprints/{id}/provisional/lines", Line("Encore une"));
            if (answer.StatusCode != HttpStatusCode.Created && (await answer.JsonAsync())["code"]!.GetValue<string>() is var code && code is not ("web.stale" or "web.conflict"))
            {
                return code;
            }
        }
    }

    private static async Task<Guid> AttachAsync(TestPerson person, string evidence, string name = "facture.pdf")
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Pdf()), "files", name } };
        using var answer = await person.Client.PostAsync(new Uri(evidence, UriKind.Relative), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())![0]!["id"]!.GetValue<Guid>();
    }
}
