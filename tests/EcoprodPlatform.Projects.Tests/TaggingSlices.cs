using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Projects.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Projects.Tests;

[Collection(ProjectsHost.Name)]
public sealed class TaggingSlices(ProjectsApp app)
{
    private static int _last;

    // ----- the page, without script

    [Fact]
    public async Task The_owner_finds_a_tag_by_part_of_its_name_and_tags_it()
    {
        var (owner, id) = await NewAsync();
        var name = Unique("Écoloprod Séries");
        var tag = await app.TagAsync(name, "Groupe Vert");

        var found = await SearchAsync(owner, id, name.Replace("Écoloprod Séries", "ECOLOPROD seri", StringComparison.Ordinal)[..^4] + name[^4..]);
        found.Texts("#tag-add button[name=tagId]").ShouldHaveSingleItem().ShouldContain($"{name} · Groupe Vert");
        var tagged = await owner.Visitor.SubmitAsync(found, found.Form("#tag-add"), found.Find("#tag-add button[name=tagId]"));

        tagged.Text.ShouldContain($"« {name} » est tagué");
        tagged.Texts("#tags .chips .chip").ShouldHaveSingleItem().ShouldContain(name);
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1", "structure-tagged.v1"]);
        await app.SettledAsync();
        var published = app.Published.Of<StructureTaggedV1>().Single(m => m.ProjectId == id);
        (published.TagId, published.OrganisationId, published.TaggedBy, published.ProjectVersion).ShouldBe((tag.TagId, tag.OrganisationId, owner.Id, 2));
    }

    [Fact]
    public async Task A_tag_is_found_by_its_structure_too()
    {
        var (owner, id) = await NewAsync();
        var structure = Unique("Maison Mère");
        await app.TagAsync(Unique("Filiale"), structure);
        (await SearchAsync(owner, id, structure)).All("#tag-add button[name=tagId]").Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_name_is_told_and_cannot_be_added()
    {
        var (owner, id) = await NewAsync();
        var page = await SearchAsync(owner, id, "<i>Personne</i> 100%_");
        page.Text.ShouldContain("Aucun tag ne correspond à « <i>Personne</i> 100%_ »");
        page.Has("main i").ShouldBeFalse();
        page.All("#tag-add button").ShouldBeEmpty();
        (await ForcedAsync(owner, page, Guid.NewGuid())).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.EventsAsync(id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_retired_tag_is_not_offered_and_stays_where_it_is()
    {
        var (owner, id) = await NewAsync();
        var tag = await app.TagAsync(Unique("Retirée"));
        await Tagged(owner, id, tag);
        await app.DeliverAsync(
            new OrganisationTagChangedV1(app.Ids.NewId(), tag.TagId, tag.OrganisationId, 2, tag.Name, tag.OrganisationName, IsUsable: false));
        (await SearchAsync(owner, id, tag.Name)).All("#tag-add button").ShouldBeEmpty();
        (await owner.Visitor.GetPageAsync(ProjectLinks.Configuration(id))).Texts("#tags .chip").ShouldHaveSingleItem();
        var (_, other) = await NewAsync(owner);
        await owner.Client.PostAsJsonAsync($"/api/projects/{other}/tags", new { tagId = tag.TagId }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.retired-tag");
    }

    [Fact]
    public async Task Tagging_twice_is_one_event_and_a_clear_message()
    {
        var (owner, id) = await NewAsync();
        var tag = await app.TagAsync(Unique("Deux fois"));
        var page = await SearchAsync(owner, id, tag.Name);
        var button = page.Find("#tag-add button[name=tagId]");
        await owner.Visitor.SubmitAsync(page, page.Form("#tag-add"), button);
        var twice = await owner.Visitor.SubmitAsync(page, page.Form("#tag-add"), button);
        twice.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        twice.Text.ShouldContain("est déjà sur ce projet");
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Tagging(owner, id, tag.TagId)));
        both.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict);
        (await app.EventsAsync(id)).Count(e => e == "structure-tagged.v1").ShouldBe(1);
    }

    [Fact]
    public async Task Many_at_once_make_one_tagging()
    {
        var (owner, id) = await NewAsync();
        var tag = await app.TagAsync(Unique("En même temps"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Tagging(owner, id, tag.TagId)));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
        (await app.EventsAsync(id)).Count(e => e == "structure-tagged.v1").ShouldBe(1);
    }

    [Fact]
    public async Task A_closed_project_is_still_tagged_and_untagged()
    {
        var (owner, id) = await NewAsync();
        (await owner.Client.PostAsync(new Uri($"/api/projects/{id}/closure", UriKind.Relative), null)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var tag = await app.TagAsync(Unique("Après coup"));
        var page = await SearchAsync(owner, id, tag.Name);
        page.Text.ShouldContain("Projet clôturé le");
        var tagged = await owner.Visitor.SubmitAsync(page, page.Form("#tag-add"), page.Find("#tag-add button[name=tagId]"));
        tagged.Status.ShouldBe(HttpStatusCode.OK);
        var confirm = await owner.Visitor.GetPageAsync(tagged.Find("#tags a.chip").GetAttribute("href")!);
        confirm.Text.ShouldContain("ne verra plus ce projet");
        (await owner.Visitor.SubmitAsync(confirm)).Text.ShouldContain("Tag retiré");
        await app.SettledAsync();
        app.Published.Of<StructureUntaggedV1>().Single(m => m.ProjectId == id).ProjectVersion.ShouldBe(4);
    }

    [Fact]
    public async Task Only_the_owner_tags_and_untags()
    {
        var (owner, id) = await NewAsync();
        var tag = await app.TagAsync(Unique("Réservé"));
        await Tagged(owner, id, tag);
        var other = await app.TagAsync(Unique("Convoité"));
        foreach (var role in Roles.Invited)
        {
            var person = await app.PersonAsync("Noor", "Haddad");
            await app.JoinAsync(id, owner.Id, person.Id, role);
            var page = await person.Visitor.GetPageAsync($"{ProjectLinks.Configuration(id)}?tag={Uri.EscapeDataString(other.Name)}");
            page.Has("#tag-add").ShouldBeFalse();
            page.Has("#tags a.chip").ShouldBeFalse();
            var forced = await ForcedAsync(person, id, other.TagId);
            forced.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await forced.Content.ReadAsStringAsync()).ShouldContain("Seule la personne propriétaire du projet");
            (await person.Visitor.GetPageAsync($"/projets/{id}/tags/{tag.TagId}/retrait")).Status.ShouldBe(HttpStatusCode.Forbidden);
            await Task.FromResult(await Tagging(person, id, other.TagId)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-tags");
            await person.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/tags/{tag.TagId}").ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-tags");
            // An unknown tag is not told from a known one.
            await Task.FromResult(await Tagging(person, id, Guid.NewGuid())).ShouldRefuseAsync(HttpStatusCode.Forbidden, "project.only-owner-tags");
        }
    }

    // ----- API and the hostile list

    [Fact]
    public async Task A_program_tags_by_id_or_by_name_and_untags()
    {
        var (owner, id) = await NewAsync();
        var films = await app.TagAsync(Unique("ECOLOPROD Films"));
        var series = await app.TagAsync(Unique("ECOLOPROD Séries"));
        using var byId = await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/tags", new { tagId = films.TagId }, version: 1);
        byId.StatusCode.ShouldBe(HttpStatusCode.Created);
        byId.Headers.ETag!.Tag.ShouldBe("\"2\"");
        (await byId.JsonAsync())["organisationName"]!.GetValue<string>().ShouldBe("ECOLOPROD");
        using var byName = await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{id}/tags", new { name = series.Name.ToUpperInvariant() });
        byName.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await owner.Client.GetJsonAsync($"/api/projects/{id}"))["tags"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()).ShouldBe([films.Name, series.Name]);
        using var gone = await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/tags/{films.TagId}");
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await owner.Client.SendAsync(HttpMethod.Delete, $"/api/projects/{id}/tags/{films.TagId}").ShouldRefuseAsync(HttpStatusCode.NotFound, "project.not-tagged");
    }

    [Fact]
    public async Task An_unknown_name_comes_back_with_near_ones_and_a_shared_one_with_its_structures()
    {
        var (owner, id) = await NewAsync();
        var rare = Unique("Zébulon");
        await app.TagAsync(rare + " Films");
        var near = await owner.Client.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = rare }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.unknown-tag");
        near["detail"]!.GetValue<string>().ShouldContain(rare + " Films");

        var shared = Unique("Commun");
        var one = await app.TagAsync(shared, "Structure A");
        await app.TagAsync(shared.ToLowerInvariant(), "Structure B");
        var ambiguous = await owner.Client.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = shared }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.ambiguous-tag");
        ambiguous["detail"]!.GetValue<string>().ShouldContain(one.TagId.ToString());
    }

    [Fact]
    public async Task Tags_are_searched_by_part_without_case_and_accents()
    {
        var owner = await app.PersonAsync();
        var mark = Unique("Q");
        await app.TagAsync($"Les Œillets {mark}", "Fleurs");
        await app.TagAsync($"{mark} Production", "Fleurs");
        var found = JsonNode.Parse(await owner.Client.GetStringAsync(new Uri($"/api/tags?q={Uri.EscapeDataString($"{mark} OEIL")}", UriKind.Relative)))!.AsArray();
        found.Select(t => t!["name"]!.GetValue<string>()).ShouldBe([$"Les Œillets {mark}"]);
        var both = JsonNode.Parse(await owner.Client.GetStringAsync(new Uri($"/api/tags?q={mark}", UriKind.Relative)))!.AsArray();
        // The one whose name begins with it comes first.
        both.Select(t => t!["name"]!.GetValue<string>()).ShouldBe([$"{mark} Production", $"Les Œillets {mark}"]);
        using var anonymous = app.CreateClient();
        await anonymous.GetAsync(new Uri("/api/tags?q=a", UriKind.Relative)).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_hostile_list_finds_nothing()
    {
        var (owner, id) = await NewAsync();
        var stranger = await app.PersonAsync("Alex", "Inconnu");
        var tag = await app.TagAsync(Unique("Cible"));
        await Tagged(owner, id, tag);
        var other = await app.TagAsync(Unique("Autre cible"));
        using var anonymous = app.CreateClient();
        var tags = $"/api/projects/{id}/tags";

        await anonymous.SendAsync(HttpMethod.Post, tags, new { tagId = other.TagId }).ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await anonymous.SendAsync(HttpMethod.Delete, $"{tags}/{tag.TagId}").ShouldRefuseAsync(HttpStatusCode.Unauthorized);
        await stranger.Client.SendAsync(HttpMethod.Post, tags, new { tagId = other.TagId }).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await stranger.Client.SendAsync(HttpMethod.Delete, $"{tags}/{tag.TagId}").ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await owner.Client.SendAsync(HttpMethod.Post, $"/api/projects/{Guid.NewGuid()}/tags", new { tagId = other.TagId }).ShouldRefuseAsync(HttpStatusCode.NotFound, "project.unknown");
        await owner.Client.SendAsync(HttpMethod.Post, tags, new { tagId = Guid.NewGuid() }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.unknown-tag");
        await owner.Client.SendAsync(HttpMethod.Post, tags, new { tagId = "x" }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity);
        await owner.Client.SendAsync(HttpMethod.Post, tags, new { }).ShouldRefuseAsync(HttpStatusCode.UnprocessableEntity, "project.unknown-tag");
        await owner.Client.SendAsync(HttpMethod.Post, tags, new { tagId = other.TagId }, version: 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);
        await owner.Client.SendAsync(HttpMethod.Delete, $"{tags}/{tag.TagId}", version: 1).ShouldRefuseAsync(HttpStatusCode.PreconditionFailed);

        (await stranger.Visitor.GetPageAsync($"/projets/{id}/tags/{tag.TagId}/retrait")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await owner.Visitor.GetPageAsync($"/projets/{id}/tags/{other.TagId}/retrait")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ForcedAsync(stranger, id, other.TagId)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ForcedAsync(owner, id, other.TagId, version: 1)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await owner.Visitor.PostAsync($"/projets/{id}/tags", ("tagId", other.TagId.ToString()))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await owner.Visitor.PostAsync($"/projets/{id}/tags/{tag.TagId}/retrait")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var post = await anonymous.PostAsync(new Uri($"/projets/{id}/tags", UriKind.Relative), null);
        post.StatusCode.ShouldBeOneOf(HttpStatusCode.Redirect, HttpStatusCode.BadRequest);
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1", "structure-tagged.v1"]);
    }

    // ----- a structure's link

    [Fact]
    public async Task MS_51_The_link_of_a_structure_leads_to_one_s_projects_and_tags_nothing_by_itself()
    {
        var (owner, id) = await NewAsync();
        var tag = await app.TagAsync(Unique("Taguez-nous & Cie"));
        var link = ProjectLinks.TagWith(tag.TagId);
        var choose = await owner.Visitor.GetPageAsync(link);
        choose.Text.ShouldContain($"Choisissez le projet qui doit porter le tag « {tag.Name} »");
        var offered = await owner.Visitor.GetPageAsync(choose.Find("tbody th a").GetAttribute("href")!);
        offered.Texts("#tag-add button[name=tagId]").ShouldHaveSingleItem().ShouldContain(tag.Name);
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1"]);

        await owner.Visitor.SubmitAsync(offered, offered.Form("#tag-add"), offered.Find("#tag-add button[name=tagId]"));
        var again = await owner.Visitor.GetPageAsync(link);
        again.All("tbody th a").ShouldBeEmpty();
        again.Texts("tbody td").ShouldBe(["déjà tagué"]);
        (await owner.Visitor.GetPageAsync($"{link}&q=introuvable")).Text.ShouldContain("Aucun projet ne correspond");
    }

    [Fact]
    public async Task A_link_shows_nobody_else_s_projects_and_says_when_its_tag_is_gone()
    {
        await NewAsync();
        var tag = await app.TagAsync(Unique("Lien"));
        var other = await app.PersonAsync();
        (await other.Visitor.GetPageAsync(ProjectLinks.TagWith(tag.TagId))).Text.ShouldContain("Vous n’êtes propriétaire d’aucun projet");
        var unknown = await other.Visitor.GetPageAsync(ProjectLinks.TagWith(Guid.NewGuid()));
        unknown.Status.ShouldBe(HttpStatusCode.NotFound);
        unknown.Text.ShouldContain("Ce tag n’est plus utilisé");
    }

    // ----- what other modules say

    [Fact]
    public async Task MS_45_What_a_structure_adds_stands_in_the_history_under_its_name()
    {
        var (owner, id) = await NewAsync();
        var administrator = await app.PersonAsync("Dominique", "Admin");
        var tag = await app.TagAsync(Unique("Première"));
        await Tagged(owner, id, tag);
        var added = await app.TagAsync(Unique("Seconde"));
        var message = new StructureTagAddedV1(app.Ids.NewId(), id, added.TagId, tag.OrganisationId, administrator.Id);
        await app.DeliverAsync(message);
        await app.DeliverAsync(message with { EventId = app.Ids.NewId() });
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1", "structure-tagged.v1", "structure-tagged.v1"]);
        (await owner.Visitor.GetPageAsync($"/projets/{id}/historique")).Texts("tbody tr:first-child td").Skip(1).ShouldBe([added.OrganisationName, $"a ajouté un autre de ses tags, « {added.Name} »"]);
        (await owner.Visitor.GetPageAsync($"/projets/{id}/configuration")).Text.ShouldContain(added.Name);
    }

    [Fact]
    public async Task A_structure_that_detaches_itself_leaves_the_project_whoever_asks_twice()
    {
        var (owner, id) = await NewAsync();
        var administrator = await app.PersonAsync("Dominique", "Admin");
        var tag = await app.TagAsync(Unique("Détachée"));
        await Tagged(owner, id, tag);
        var message = new StructureDetachedV1(app.Ids.NewId(), id, tag.TagId, administrator.Id, ProjectVersion: 2);
        await app.DeliverAsync(message);
        await app.DeliverAsync(message with { EventId = app.Ids.NewId() });
        (await app.EventsAsync(id)).ShouldBe(["project-opened.v1", "structure-tagged.v1", "structure-untagged.v1"]);
        (await owner.Visitor.GetPageAsync($"/projets/{id}/historique")).Texts("tbody tr:first-child td").Skip(1).ShouldBe(["Dominique Admin", $"a détaché « {tag.Name} » du projet"]);

        // Its creator decides again; an old message changes nothing.
        await Tagged(owner, id, tag);
        await app.DeliverAsync(message with { EventId = app.Ids.NewId() });
        (await app.LoadAsync(id)).State.Tags.ShouldContainKey(tag.TagId);
    }

    [Fact]
    public async Task The_register_keeps_the_newest_state_of_a_tag_whatever_the_order()
    {
        var owner = await app.PersonAsync();
        var tag = await app.TagAsync(Unique("Ancien nom"));
        var renamed = Unique("Nouveau nom");
        await ChangeAsync(3, renamed, true);
        await ChangeAsync(2, Unique("Nom intermédiaire"), false);
        var found = JsonNode.Parse(await owner.Client.GetStringAsync(new Uri($"/api/tags?q={Uri.EscapeDataString(renamed)}", UriKind.Relative)))!.AsArray();
        found.Count.ShouldBe(1);
        found[0]!["tagId"]!.GetValue<Guid>().ShouldBe(tag.TagId);

        Task ChangeAsync(long version, string name, bool isUsable) => app.DeliverAsync(
            new OrganisationTagChangedV1(app.Ids.NewId(), tag.TagId, tag.OrganisationId, version, name, "ECOLOPROD", isUsable));
    }

    private static string Unique(string name) => $"{name} z{Interlocked.Increment(ref _last):000}";

    private static async Task<Page> SearchAsync(TestPerson person, Guid id, string query)
    {
        var page = await person.Visitor.GetPageAsync(ProjectLinks.Configuration(id));
        return await person.Visitor.SubmitAsync(page, page.Form("#tag-search"), ("tag", query));
    }

    private static Task<HttpResponseMessage> Tagging(TestPerson person, Guid id, Guid tag) => person.Client.PostAsJsonAsync($"/api/projects/{id}/tags", new { tagId = tag });

    private static async Task Tagged(TestPerson person, Guid id, OrganisationTag tag)
    {
        using var answer = await Tagging(person, id, tag.TagId);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> ForcedAsync(TestPerson person, Page page, Guid tag)
    {
        var fields = Visitor.FieldsOf(page.Form("#tag-add")).Select(f => (f.Key, f.Value)).Append(("tagId", tag.ToString()));
        return await person.Visitor.PostAsync(page.Form("#tag-add").GetAttribute("action")!, [.. fields]);
    }

    private static async Task<HttpResponseMessage> ForcedAsync(TestPerson person, Guid project, Guid tag, long version = 2)
    {
        var own = await person.Visitor.GetPageAsync("/projets/nouveau");
        var token = own.Find("main input[name=__RequestVerificationToken]").GetAttribute("value")!;
        return await person.Visitor.PostAsync($"/projets/{project}/tags", ("__RequestVerificationToken", token), ("tagId", tag.ToString()), ("version", version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private async Task<(TestPerson Owner, Guid Id)> NewAsync(TestPerson? owner = null)
    {
        owner ??= await app.PersonAsync();
        return (owner, await app.ProjectAsync(owner));
    }
}
