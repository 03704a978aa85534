using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;
using Shouldly;
using Xunit;
using static EcoprodPlatform.Testing.Spec<EcoprodPlatform.MemberSpace.SharedProjects.SharedProject>;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>MS-45, T5: a structure on a project puts others of its own tags on it, and gains no other way in.</summary>
public sealed class AddOwnTagTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    private static readonly TagId First = new(Guid.Parse("00000000-0000-7000-8000-0000000000a1"));
    private static readonly TagId Second = new(Guid.Parse("00000000-0000-7000-8000-0000000000a2"));
    private static readonly OrganisationId Organisation = new(Guid.Parse("00000000-0000-7000-8000-0000000000b1"));
    private static readonly OrganisationId Stranger = new(Guid.Parse("00000000-0000-7000-8000-0000000000b2"));
    private static readonly PersonId Camille = new(Guid.Parse("00000000-0000-7000-8000-0000000000c1"));
    private static readonly DateTimeOffset Noon = new(2023, 12, 13, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task MS_45_A_tag_added_on_the_page_counts_at_once()
    {
        var space = await app.SpaceAsync(tags: 3);
        var project = await app.ProjectAsync(space, p => p with { Title = "Partagé" }, finalKg: 5_000m);
        var person = app.As(space.Administrator);
        var form = await person.GetPageAsync(Tags(space, project));
        form.All("form[action$='/tags/ajout'] button[name=tag]").Count.ShouldBe(2);

        var after = await person.SubmitAsync(form, form.Form("form[action$='/tags/ajout']"), ("tag", space.Tags[1].ToString()));

        after.Path.ShouldBe(Tags(space, project));
        after.Text.ShouldContain("est sur ce projet");
        after.All("form[action$='/tags/ajout'] button[name=tag]").Count.ShouldBe(1);
        (await ProjectsAsync(space, $"?tag={space.Tags[1]}")).ShouldBe([project]);
        // Projects says that it carries it: nothing changes, and nobody is told of what they did themselves.
        var mails = await MailsAsync(space);
        await app.DeliverAsync(Confirmed(project, 3, space.Tags[1], space));
        (await MailsAsync(space)).ShouldBe(mails);
        (await ProjectsAsync(space, $"?tag={space.Tags[1]}")).ShouldBe([project]);
    }

    [Fact]
    public async Task T5_Nothing_but_ones_own_usable_tags_and_nothing_on_a_project_of_others()
    {
        var space = await app.SpaceAsync(tags: 2);
        var neighbour = await app.SpaceAsync(tags: 2);
        var project = await app.ProjectAsync(space, finalKg: 1);
        var theirs = await app.ProjectAsync(neighbour, finalKg: 1);
        var client = app.As(space.Administrator).Client;
        (await client.PutAsync(Api(space, project, neighbour.Tags[0]), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "another structure's tag");
        (await client.PutAsync(Api(space, theirs, space.Tags[1]), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a project that did not tag it");
        (await client.PutAsync(Api(neighbour, theirs, neighbour.Tags[1]), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "another space");
        await app.SendAsync(new RetireTag(space.Id, space.Tags[1], null, new Actor(MemberSpaceApp.Staff, true)));
        (await client.PutAsync(Api(space, project, space.Tags[1]), null)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a retired tag");
        (await app.As(space.Administrator).GetPageAsync($"{Tags(space, project)}/ajout")).Path.ShouldBe(Tags(space, project));
    }

    [Fact]
    public async Task The_api_adds_once_and_a_read_only_space_adds_nothing()
    {
        var space = await app.SpaceAsync(tags: 3);
        var project = await app.ProjectAsync(space, finalKg: 1);
        var client = app.As(space.Administrator).Client;
        (await client.PutAsync(Api(space, project, space.Tags[1]), null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PutAsync(Api(space, project, space.Tags[1]), null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mt_events where stream_id = '{project}' and type = 'structure-tag-added.v1'")).ShouldBe(1);
        await app.SendAsync(new ChangeMembership(space.Id, new Membership(false, null), null, new Actor(MemberSpaceApp.Staff, true)));
        (await client.PutAsync(Api(space, project, space.Tags[2]), null)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await app.As(space.Administrator).GetPageAsync(Tags(space, project))).Text.ShouldContain("lecture seule");
    }

    [Fact]
    public async Task MS_47_A_tag_on_its_way_keeps_no_project_that_its_creator_took_away()
    {
        var space = await app.SpaceAsync(tags: 2);
        var project = await app.ProjectAsync(space, finalKg: 1);
        var client = app.As(space.Administrator).Client;
        (await client.PutAsync(Api(space, project, space.Tags[1]), null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await app.DeliverAsync(Told.Untagged(app.Ids, project, 3, space.Tags[0], space.Id));
        (await ProjectsAsync(space)).ShouldBeEmpty();
        (await app.As(space.Administrator).GetPageAsync(Tags(space, project))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_last_carried_tag_is_not_taken_off_while_its_successor_is_on_its_way()
    {
        var space = await app.SpaceAsync(tags: 2);
        var project = await app.ProjectAsync(space, finalKg: 1);
        var client = app.As(space.Administrator).Client;
        await client.PutAsync(Api(space, project, space.Tags[1]), null);
        (await client.DeleteAsync(Api(space, project, space.Tags[0]))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await ProjectsAsync(space)).ShouldBe([project]);
        await app.DeliverAsync(Confirmed(project, 3, space.Tags[1], space));
        (await client.DeleteAsync(Api(space, project, space.Tags[0]))).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await ProjectsAsync(space)).ShouldBe([project]);
    }

    [Fact]
    public void Added_by_who_is_on_the_project() => Given(Described, Tagged(2, First)).When(p => p.AddTag(Organisation, Second, Camille, Noon)).Then(Added);

    [Fact]
    public void Added_twice_is_once() => Given(Described, Tagged(2, First), Added).When(p => p.AddTag(Organisation, Second, Camille, Noon)).ThenNothing();

    [Fact]
    public void Not_by_a_stranger() => Given(Described, Tagged(2, First)).When(p => p.AddTag(Stranger, Second, Camille, Noon)).ThenBreaks("project.not-in-space");

    [Fact]
    public void Not_by_who_has_left() => Given(Described, Tagged(2, First), new StructureDetached(First, Organisation, 2, Camille)).When(p => p.AddTag(Organisation, Second, Camille, Noon)).ThenBreaks("project.not-in-space");

    [Fact]
    public void T10_What_was_taken_off_before_it_was_confirmed_goes_again()
        => Given(Described, Tagged(2, First), Added, new StructureDetached(First, Organisation, 2, Camille)).When(p => p.Tag(Tagged(3, Second, Camille)))
            .Then(Tagged(3, Second, Camille), new StructureDetached(Second, Organisation, 3, Camille));

    [Fact]
    public void What_its_creator_tags_after_that_stays()
        => Given(Described, Tagged(2, First), Added, new StructureDetached(First, Organisation, 2, Camille)).When(p => p.Tag(Tagged(4, Second))).Then(Tagged(4, Second));

    [Fact]
    public void Confirmed_after_its_creator_took_the_first_one_off_it_stays()
    {
        var state = Given(Described, Tagged(2, First), Added, new StructureUntagged(First, Organisation, 4, Noon)).State;
        state.Shows(Organisation).ShouldBeFalse();
        state.Tag(Tagged(3, Second, Camille)).ShouldBe([Tagged(3, Second, Camille)]);
        state.Apply(Tagged(3, Second, Camille)).Shows(Organisation).ShouldBeTrue();
    }

    private static ProjectDescribed Described { get; } = new(
        1, Camille, "Documentaire", "documentary", ["other"], null, false, "EUR", 300_000m, 1, 3120, "hd", null, null, null, "FR", [], [], Noon, Noon, null);

    private static StructureTagAdded Added { get; } = new(Second, Organisation, Camille, Noon);

    private static StructureTagged Tagged(long version, TagId tag, PersonId? addedBy = null)
        => new(tag, Organisation, version, Guid.Parse($"00000000-0000-7000-8000-{version:x12}"), Camille, Noon, addedBy?.Value);

    private StructureTaggedV1 Confirmed(ProjectId project, long version, TagId tag, TestSpace space)
        => Told.Tagged(app.Ids, project, version, tag, space.Id) with { AddedBy = space.Administrator };

    private async Task<IReadOnlyList<ProjectId>> ProjectsAsync(TestSpace space, string query = "")
        => [.. (await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/projects{query}")).GetProperty("items").EnumerateArray().Select(i => new ProjectId(i.GetProperty("id").GetGuid()))];

    private async Task<long> MailsAsync(TestSpace space) => await app.Database.ScalarAsync<long>($"select count(*) from member_space.mail_queue where recipient = '{await app.EmailOfAsync(space.Administrator)}'");

    private static string Tags(TestSpace space, ProjectId project) => $"/espaces/{space.Id}/projets/{project}/tags";

    private static string Api(TestSpace space, ProjectId project, TagId tag) => $"/api/member-spaces/{space.Id}/projects/{project}/tags/{tag}";
}
