using System.Net;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

[Collection(ProjectsHost.Name)]
public sealed class ClosureSlices(ProjectsApp app)
{
    [Fact]
    public async Task The_owner_closes_after_a_confirmation_and_everything_but_tags_is_read_only()
    {
        var (owner, id) = await NewAsync();
        await app.JoinAsync(id, owner.Id, (await app.PersonAsync("Noor", "Haddad")).Id, Roles.Contributor);
        var edit = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        var confirm = await owner.Visitor.GetPageAsync(edit.Find("main a[href$='/cloture']").GetAttribute("href")!);
        confirm.Text.ShouldContain("Cette action est définitive");
        var closed = await owner.Visitor.SubmitAsync(confirm);
        closed.Text.ShouldContain("Projet clôturé");
        closed.Text.ShouldContain("ses données et sa configuration ne changent plus");
        closed.Has("form[action$='/configuration'][method=post]").ShouldBeFalse();
        closed.Has("#tag-add").ShouldBeTrue();
        (await owner.Visitor.GetPageAsync(ProjectLinks.Collaboration(id))).Has("input[name=email]").ShouldBeFalse();

        // Forms opened before are refused in words.
        var late = await owner.Visitor.SubmitAsync(edit, edit.Form("form[action$='/configuration'][method=post]"), ("title", "Trop tard"));
        late.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        late.Text.ShouldContain("Ce projet est clôturé");
        var twice = await owner.Visitor.SubmitAsync(confirm);
        twice.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        twice.Text.ShouldContain("Ce projet est clôturé");
        (await owner.Visitor.GetPageAsync(ProjectLinks.Closure(id))).Path.ShouldEndWith("/configuration");
        var project = await owner.Client.GetJsonAsync($"/api/projects/{id}");
        project["status"]!.GetValue<string>().ShouldBe("closed");
        await app.SettledAsync();
        var described = app.Published.Of<ProjectDescribedV1>().Where(m => m.ProjectId == id).OrderBy(m => m.ProjectVersion).Last();
        described.IsClosed.ShouldBeTrue();
        described.FinalisedOn.ShouldBe(project["finalisedOn"]!.GetValue<string>() is { } day ? DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Two people still type at the moment of closing. What the owner reads right after the answer is the result for good.</summary>
    [Fact]
    public async Task Once_closing_is_answered_no_line_comes_in_however_many_are_on_their_way()
    {
        for (var round = 0; round < 6; round++)
        {
            var (owner, id) = await NewAsync();
            var other = await app.PersonAsync("Noor", "Haddad");
            await app.JoinAsync(id, owner.Id, other.Id, Roles.Contributor);
            await app.SettledAsync();
            var writing = new TaskCompletionSource();
            var writers = new[] { owner, other, owner, other }.Select(person => WriteUntilRefusedAsync(person, id, writing)).ToList();
            await writing.Task;

            var closed = await (await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/closure")).JsonAsync();
            closed["isComplete"]!.GetValue<bool>().ShouldBeTrue();
            var told = await LinesAsync(owner, id);

            (await Task.WhenAll(writers)).ShouldAllBe(refusal => refusal == "footprint.closed");
            (await LinesAsync(owner, id)).ShouldBe(told);
        }
    }

    private static async Task<string> LinesAsync(TestPerson person, Guid id)
        => (await person.Client.GetJsonAsync($"/api/footprints/{id}/provisional")) is var result ? $"{result["lines"]!.AsArray().Count} lines, {result["totalKgCo2e"]} kg" : "";

    /// <summary>Adds lines, one after the other; tells why one was refused that did not only meet another.</summary>
    private static async Task<string> WriteUntilRefusedAsync(TestPerson person, Guid id, TaskCompletionSource writing)
    {
        while (true)
        {
            using var answer = await person.Client.SendAsync(HttpMethod.Post, $"/api/footprints/{id}/provisional/lines", new
            {
                department = "transport", post = "transport", phase = "shooting", factor = "tgv", unit = "passenger.km", quantity = 100,
            });
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                writing.TrySetResult();
            }
            else if ((await answer.JsonAsync())["code"]!.GetValue<string>() is var code && code is not ("web.stale" or "web.conflict"))
            {
                writing.TrySetResult();
                return code;
            }
        }
    }

    [Fact]
    public async Task The_finalisation_date_is_the_day_in_Paris()
    {
        var (owner, id) = await NewAsync();
        // Half past eleven in the evening in Greenwich is the next day in Paris.
        using (app.Clock.At(new DateTimeOffset(2030, 6, 30, 22, 30, 0, TimeSpan.Zero)))
        {
            using var answer = await owner.Client.PostAsync(new Uri($"/api/projects/{id}/closure", UriKind.Relative), null);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            (await answer.JsonAsync())["finalisedOn"]!.GetValue<string>().ShouldBe("2030-07-01");
        }
    }

    [Fact]
    public async Task Dates_that_contradict_one_another_are_said_to()
    {
        var owner = await app.PersonAsync();
        Guid id;
        using (app.Clock.At(new DateTimeOffset(2041, 3, 1, 12, 0, 0, TimeSpan.Zero)))
        {
            id = await app.ProjectAsync(owner);
            (await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id))).Text.ShouldNotContain("se contredisent");
        }

        using var closed = await owner.Client.PostAsync(new Uri($"/api/projects/{id}/closure", UriKind.Relative), null);
        closed.StatusCode.ShouldBe(HttpStatusCode.Created);
        var page = await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        page.Text.ShouldContain("Créé le 01/03/2041");
        page.Text.ShouldContain("Ces dates se contredisent");
    }

    [Fact]
    public async Task Closing_withdraws_open_invitations()
    {
        var (owner, id) = await NewAsync();
        using var invited = await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/collaborators", new { email = "attente@studio.example", role = "reader" });
        (await owner.Visitor.GetPageAsync(ProjectLinks.Closure(id))).Text.ShouldContain("invitations en attente (1)");
        using var closed = await owner.Client.PostAsync(new Uri($"/api/projects/{id}/closure", UriKind.Relative), null);
        (await app.EventsAsync(id)).TakeLast(2).ShouldBe(["invitation-withdrawn.v1", "project-closed.v1"]);
        (await app.Database.ScalarAsync<long>("select count(*) from projects.invitations where project_id = $1", id)).ShouldBe(0);
    }

    [Fact]
    public async Task The_hostile_list_finds_nothing()
    {
        var (owner, id) = await NewAsync();
        var contributor = await app.PersonAsync("Noor", "Haddad");
        await app.JoinAsync(id, owner.Id, contributor.Id, Roles.Contributor);
        var stranger = await app.PersonAsync("Alex", "Inconnu");
        using var anonymous = app.CreateClient();
        var closure = $"/api/projects/{id}/closure";
        await anonymous.SendAsync(HttpMethod.Post, closure).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await stranger.Client.SendAsync(HttpMethod.Post, closure).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await contributor.Client.SendAsync(HttpMethod.Post, closure).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-closes");
        await owner.Client.SendAsync(HttpMethod.Post, closure, version: 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{Guid.NewGuid()}/closure").ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        (await contributor.Visitor.GetPageAsync(ProjectLinks.Closure(id))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await stranger.Visitor.GetPageAsync(ProjectLinks.Closure(id))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await owner.Visitor.PostAsync(ProjectLinks.Closure(id))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await app.LoadAsync(id)).State.IsClosed.ShouldBeFalse();

        using var first = await owner.Client.SendAsync(HttpMethod.Post, closure);
        await owner.Client.SendAsync(HttpMethod.Post, closure).ShouldRefuseAsync(HttpStatusCode.Conflict, "project.closed");
    }

    private async Task<(TestPerson Owner, Guid Id)> NewAsync()
    {
        var owner = await app.PersonAsync();
        return (owner, await app.ProjectAsync(owner));
    }
}
