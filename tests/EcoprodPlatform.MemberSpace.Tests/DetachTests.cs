using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A structure leaves a project: at once, for good, and only when it means to.</summary>
public sealed class DetachTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task After_the_typed_confirmation_the_project_is_gone_from_everywhere_when_the_page_answers()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { Title = "Parti" }, finalKg: 5_000m);
        var kept = await app.ProjectAsync(space, p => p with { Title = "Resté" }, finalKg: 7_000m);
        var person = app.As(space.Administrator);
        var form = await person.GetPageAsync(Tags(space, project));

        var after = await person.SubmitAsync(form, ("confirmation", "Détacher"));

        after.Path.ShouldBe($"/espaces/{space.Id}/projets");
        after.Text.ShouldContain("le projet a quitté votre espace");
        after.Texts("tbody th a").ShouldBe(["Resté"]);
        (await person.GetPageAsync($"/espaces/{space.Id}")).Text.ShouldNotContain("Parti");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{project}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await person.GetPageAsync(Tags(space, project))).Status.ShouldBe(HttpStatusCode.NotFound);
        var api = await person.Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects");
        api.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetGuid()).ShouldBe([kept]);
        (await person.Client.GetAsync($"/api/member-spaces/{space.Id}/projects/{project}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var history = await app.As(MemberSpaceApp.Staff).GetPageAsync($"/equipe/structures/{space.Id}");
        history.Texts("main .card:last-child tbody tr")[0].ShouldContain($"Camille RenaudDétachée d’un projet (tag {space.Name})");
        history.Text.ShouldNotContain("Parti");
    }

    [Theory]
    [InlineData("")]
    [InlineData("oui")]
    public async Task Without_the_word_nothing_happens(string word)
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5_000m);
        var person = app.As(space.Administrator);
        var page = await person.SubmitAsync(await person.GetPageAsync(Tags(space, project)), ("confirmation", word));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("détacher");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{project}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Sent_twice_it_happens_once()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5_000m);
        var person = app.As(space.Administrator);
        var form = await person.GetPageAsync(Tags(space, project));
        await person.SubmitAsync(form, ("confirmation", "détacher"));
        var again = await person.SubmitAsync(form, ("confirmation", "détacher"));
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Text.ShouldContain("Votre structure est détachée");
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mt_events where stream_id = '{project}' and type = 'structure-detached.v1'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_tagging_made_since_the_page_was_read_is_not_taken_off()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5_000m);
        var person = app.As(space.Administrator);
        var form = await person.GetPageAsync(Tags(space, project));
        await app.DeliverAsync(Told.Untagged(app.Ids, project, 5, space.Tags[0], space.Id), Told.Tagged(app.Ids, project, 6, space.Tags[0], space.Id));
        var page = await person.SubmitAsync(form, ("confirmation", "détacher"));
        page.Text.ShouldContain("Rien n’a été détaché");
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{project}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_two_tags_one_can_go_and_the_project_stays()
    {
        var space = await app.SpaceAsync(tags: 2);
        var project = await app.ProjectAsync(space, finalKg: 5_000m);
        await app.DeliverAsync(Told.Tagged(app.Ids, project, 3, space.Tags[1], space.Id));
        var person = app.As(space.Administrator);
        var form = await person.GetPageAsync(Tags(space, project));
        (await person.SubmitAsync(form, ("confirmation", "détacher"))).Text.ShouldContain("Choisissez au moins un tag");
        var after = await person.SubmitAsync(form, ("confirmation", "détacher"), ("tag", $"{space.Tags[0]}@2"));
        after.Path.ShouldBe($"/espaces/{space.Id}/projets/{project}");
        after.Text.ShouldContain("reste dans votre espace par un autre tag");
    }

    [Fact]
    public async Task The_api_detaches_and_repeats_itself_in_peace()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5_000m);
        var client = app.As(space.Administrator).Client;
        var path = $"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}";
        (await client.SendAsync(HttpMethod.Delete, path, version: 1)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await client.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard")).GetProperty("projects").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5_000m);
        var person = app.As(space.Administrator);
        (await person.PostAsync(Tags(space, project), ("confirmation", "détacher"), ("tag", $"{space.Tags[0]}@2"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await person.GetPageAsync($"/espaces/{space.Id}/projets/{project}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_team_that_saves_meanwhile_does_not_disturb()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space);
        var client = app.As(space.Administrator).Client;
        var saving = Task.Run(async () =>
        {
            for (var version = 1; version <= 30; version++)
            {
                try
                {
                    await app.DeliverAsync(Told.Measured(app.Ids, project, "final", version, ("transport", "food", version)));
                }
                catch (Kernel.ConcurrencyException)
                {
                    // the detachment was faster; the bus would try again
                }
            }
        });
        (await client.DeleteAsync($"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await saving;
        (await client.GetAsync($"/api/member-spaces/{space.Id}/projects/{project}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Tags(TestSpace space, Guid project) => $"/espaces/{space.Id}/projets/{project}/tags";
}
