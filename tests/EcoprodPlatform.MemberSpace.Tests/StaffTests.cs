using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>The register as staff keep it, by page and by API, and as nobody else does.</summary>
public sealed class StaffTests(MemberSpaceApp app) : IClassFixture<MemberSpaceApp>
{
    [Fact]
    public async Task By_page_from_nothing_to_a_space_with_its_tag_and_its_administrator()
    {
        var person = await app.PersonAsync("Noé", "Lambert");
        var name = $"Écran {app.Ids.NewId():N}";
        var staff = app.As(MemberSpaceApp.Staff);

        var page = await staff.SubmitAsync(await staff.GetPageAsync("/equipe/structures/nouvelle"), ("name", name), ("member", "true"), ("paidUntil", "2199-12-31"));
        page.Text.ShouldContain("Structure créée.");
        var organisation = page.Path;
        page = await staff.SubmitAsync(await staff.GetPageAsync($"{organisation}/espace"));
        page.Text.ShouldContain("Espace membre ouvert.");
        page.Text.ShouldContain("Personne n’administre cet espace");
        page = await staff.SubmitAsync(await staff.GetPageAsync($"{organisation}/tags/nouveau"), ("name", name));
        page.Text.ShouldContain($"Tag « {name} » créé.");
        page = await staff.SubmitAsync(await staff.GetPageAsync($"{organisation}/administrateurs/nouveau"), ("email", (await app.EmailOfAsync(person)).ToUpperInvariant()), ("reason", "Remplace Ève"));
        page.Text.ShouldContain("Accès donné.");
        page.Text.ShouldContain("Noé Lambert");
        page.Texts("main .card:last-child tbody tr").Count.ShouldBe(5);
        page.Text.ShouldContain("Accès donné à Noé Lambert (Remplace Ève)");
        (await app.As(person).GetPageAsync("/espaces")).Path.ShouldBe(organisation.Replace("/equipe/structures", "/espaces", StringComparison.Ordinal));

        var list = await staff.GetPageAsync($"/equipe/structures?q={Uri.EscapeDataString(name.ToUpperInvariant())}");
        list.Texts("main tbody th").ShouldBe([name]);
        (await staff.GetPageAsync($"/equipe/structures?q={Uri.EscapeDataString(name)}&espace=non")).Text.ShouldContain("Aucune structure");
        (await staff.GetPageAsync($"/equipe/structures?q={Uri.EscapeDataString(name)}&adhesion=paid&espace=oui")).Texts("main tbody th").ShouldBe([name]);
    }

    [Fact]
    public async Task By_api_the_same()
    {
        var person = await app.PersonAsync();
        var name = $"Api {app.Ids.NewId():N}";
        var client = app.As(MemberSpaceApp.Staff).Client;
        var created = await client.PostAsJsonAsync("/api/organisations", new { name, isMember = true, paidUntil = "2199-12-31" });
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        var path = created.Headers.Location!.ToString();
        (await client.PostAsync($"{path}/space", null)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var tag = await client.PostAsJsonAsync($"{path}/tags", new { name });
        tag.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.PostAsJsonAsync($"{path}/administrators", new { email = await app.EmailOfAsync(person) })).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await client.SendAsync(HttpMethod.Put, tag.Headers.Location!.ToString(), new { name = $"{name} bis" }, 5)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var found = await client.GetFromJsonAsync<JsonElement>(path);
        found.GetProperty("version").GetInt64().ShouldBe(6);
        found.GetProperty("tags")[0].GetProperty("name").GetString().ShouldBe($"{name} bis");
        found.GetProperty("administrators")[0].GetProperty("personId").GetGuid().ShouldBe(person);
        (await client.GetFromJsonAsync<JsonElement>($"/api/organisations?q={name}")).GetProperty("total").GetInt32().ShouldBe(1);
        (await client.DeleteAsync($"{path}/administrators/{person}?confirmation={name}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.DeleteAsync(tag.Headers.Location)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Nobody_but_staff_gets_in()
    {
        var space = await app.SpaceAsync();
        string[] pages =
        [
            "/equipe/structures", "/equipe/structures/nouvelle", $"/equipe/structures/{space.Id}", $"/equipe/structures/{space.Id}/nom", $"/equipe/structures/{space.Id}/adhesion",
            $"/equipe/structures/{space.Id}/espace", $"/equipe/structures/{space.Id}/tags/nouveau", $"/equipe/structures/{space.Id}/tags/{space.Tags[0]}/nom",
            $"/equipe/structures/{space.Id}/tags/{space.Tags[0]}/retrait", $"/equipe/structures/{space.Id}/administrateurs/nouveau",
            $"/equipe/structures/{space.Id}/administrateurs/{space.Administrator}/retrait",
        ];
        foreach (var page in pages)
        {
            (await app.As(space.Administrator).Client.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
            ((int)(await app.NewVisitor().Client.GetAsync(page)).StatusCode).ShouldBeOneOf(302, 401);
            (await app.As(MemberSpaceApp.Staff).Client.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK, page);
        }

        foreach (var page in pages.Where(p => p != "/equipe/structures" && p != $"/equipe/structures/{space.Id}"))
        {
            (await app.As(space.Administrator).PostAsync(page, ("name", "X"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
            (await app.As(MemberSpaceApp.Staff).PostAsync(page, ("name", "X"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest, page);
        }

        var api = app.As(space.Administrator).Client;
        (await api.PostAsJsonAsync("/api/organisations", new { name = "X" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PostAsync($"/api/organisations/{space.Id}/space", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PostAsJsonAsync($"/api/organisations/{space.Id}/tags", new { name = "X" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.PostAsJsonAsync($"/api/organisations/{space.Id}/administrators", new { email = "x@example.org" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.DeleteAsync($"/api/organisations/{space.Id}/tags/{space.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var space = await app.SpaceAsync();
        var other = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var nowhere = app.Ids.NewId();
        foreach (var path in new[] { $"/equipe/structures/{nowhere}", $"/equipe/structures/{nowhere}/nom", $"/equipe/structures/{space.Id}/tags/{other.Tags[0]}/nom", $"/equipe/structures/{space.Id}/tags/{nowhere}/retrait", $"/equipe/structures/{space.Id}/administrateurs/{other.Administrator}/retrait", $"/api/organisations/{nowhere}" })
        {
            (await staff.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await staff.Client.PostAsync($"/api/organisations/{nowhere}/space", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.Client.DeleteAsync($"/api/organisations/{space.Id}/tags/{other.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await staff.Client.DeleteAsync($"/api/organisations/{space.Id}/administrators/{other.Administrator}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("ÉCRAN LARGE {0}")]
    [InlineData("écran  large {0}")]
    [InlineData("e\u0301cran large {0}")]
    public async Task A_tag_that_differs_in_case_or_accents_is_refused_with_the_name_of_the_existing_one(string variant)
    {
        var mark = app.Ids.NewId().ToString("N");
        var first = await app.SpaceAsync($"Écran large {mark}");
        var second = await app.SpaceAsync();
        var client = app.As(MemberSpaceApp.Staff).Client;
        var answer = await client.PostAsJsonAsync($"/api/organisations/{second.Id}/tags", new { name = string.Format(System.Globalization.CultureInfo.InvariantCulture, variant, mark) });
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe("tag.name-taken");
        problem.GetProperty("detail").GetString()!.ShouldContain($"« Écran large {mark} »");
        problem.GetProperty("detail").GetString()!.ShouldContain(first.Name);
    }

    [Fact]
    public async Task Of_twenty_who_open_the_same_tag_at_once_one_succeeds()
    {
        var space = await app.SpaceAsync();
        var name = $"Course {app.Ids.NewId():N}";
        var others = new List<TestSpace>();
        for (var i = 0; i < 20; i++)
        {
            others.Add(await app.SpaceAsync());
        }

        var client = app.As(MemberSpaceApp.Staff).Client;
        var answers = await Task.WhenAll(others.Select(o => client.PostAsJsonAsync($"/api/organisations/{o.Id}/tags", new { name })));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(19);
        space.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_structure_is_registered_once()
    {
        var space = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var page = await staff.SubmitAsync(await staff.GetPageAsync("/equipe/structures/nouvelle"), ("name", space.Name.ToUpperInvariant()));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("est déjà enregistrée");
        page.Find("input[name=name]").GetAttribute("value").ShouldBe(space.Name.ToUpperInvariant());
    }

    [Fact]
    public async Task A_second_space_is_refused_and_a_non_member_learns_why()
    {
        var space = await app.SpaceAsync();
        var client = app.As(MemberSpaceApp.Staff).Client;
        await CodeAsync(await client.PostAsync($"/api/organisations/{space.Id}/space", null), HttpStatusCode.Conflict, "space.already-open");
        var plain = (await client.PostAsJsonAsync("/api/organisations", new { name = $"N {app.Ids.NewId():N}" })).Headers.Location!;
        await CodeAsync(await client.PostAsync($"{plain}/space", null), HttpStatusCode.UnprocessableEntity, "space.members-only");
        var lapsed = (await client.PostAsJsonAsync("/api/organisations", new { name = $"L {app.Ids.NewId():N}", isMember = true, paidUntil = "2020-01-01" })).Headers.Location!;
        await CodeAsync(await client.PostAsync($"{lapsed}/space", null), HttpStatusCode.UnprocessableEntity, "space.fee-not-paid");
        await CodeAsync(await client.PostAsJsonAsync($"{lapsed}/tags", new { name = "X" }), HttpStatusCode.Conflict, "organisation.space-not-open");
        await CodeAsync(await client.PostAsJsonAsync($"/api/organisations/{space.Id}/administrators", new { email = "personne@example.org" }), HttpStatusCode.UnprocessableEntity, "administrator.no-account");
        await CodeAsync(await client.PostAsJsonAsync($"/api/organisations/{space.Id}/administrators", new { email = await app.EmailOfAsync(space.Administrator) }), HttpStatusCode.Conflict, "administrator.already");
        await CodeAsync(await client.DeleteAsync($"/api/organisations/{space.Id}/administrators/{space.Administrator}"), HttpStatusCode.UnprocessableEntity, "administrator.last");
        await CodeAsync(await client.PostAsJsonAsync("/api/organisations", new { name = new string('x', 10_000) }), HttpStatusCode.UnprocessableEntity, "name.too-long");
        await CodeAsync(await client.PostAsJsonAsync("/api/organisations", new { name = "a\0b" }), HttpStatusCode.UnprocessableEntity, "name.unreadable");
    }

    [Fact]
    public async Task The_last_administrator_is_removed_only_by_writing_the_structures_name()
    {
        var space = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var path = $"/equipe/structures/{space.Id}/administrateurs/{space.Administrator}/retrait";
        var page = await staff.GetPageAsync(path);
        page.Text.ShouldContain("C’est la dernière personne");
        page = await staff.SubmitAsync(page, ("confirmation", "oui"));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Text.ShouldContain("écrivez le nom de la structure");
        page = await staff.SubmitAsync(page, ("confirmation", space.Name));
        page.Text.ShouldContain("Accès retiré.");
    }

    [Fact]
    public async Task A_page_that_is_old_is_told_so_and_nothing_is_saved()
    {
        var space = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var old = await staff.GetPageAsync($"/equipe/structures/{space.Id}/adhesion");
        await staff.SubmitAsync(await staff.GetPageAsync($"/equipe/structures/{space.Id}/nom"), ("name", $"{space.Name} B"));
        var page = await staff.SubmitAsync(old, ("paidUntil", "2030-01-01"));
        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("Quelqu’un a modifié cette page");
        page.Find("input[name=paidUntil]").GetAttribute("value").ShouldBe("2030-01-01");
        (await staff.SubmitAsync(page)).Text.ShouldContain("Adhésion enregistrée.");

        var client = app.As(MemberSpaceApp.Staff).Client;
        (await client.SendAsync(HttpMethod.Put, $"/api/organisations/{space.Id}/name", new { name = "C" }, 1)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        // A program that asked for something else than JSON is told all the same.
        using var plain = new HttpRequestMessage(HttpMethod.Put, $"/api/organisations/{space.Id}/name") { Content = JsonContent.Create(new { name = "C" }), Headers = { { "Accept", "text/csv" } } };
        using var unversioned = await client.SendAsync(plain);
        unversioned.StatusCode.ShouldBe(HttpStatusCode.PreconditionRequired);
        var problem = (await unversioned.Content.ReadFromJsonAsync<System.Text.Json.Nodes.JsonObject>())!;
        problem["code"]!.GetValue<string>().ShouldBe("web.version-required");
        problem["instance"]!.GetValue<string>().ShouldBe($"/api/organisations/{space.Id}/name");
        problem["traceId"]!.GetValue<string>().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_form_sent_twice_happens_once()
    {
        var space = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var form = await staff.GetPageAsync($"/equipe/structures/{space.Id}/tags/nouveau");
        var name = $"Double {app.Ids.NewId():N}";
        await staff.SubmitAsync(form, ("name", name));
        (await staff.SubmitAsync(form, ("name", name))).Status.ShouldBe(HttpStatusCode.Conflict);
        var retire = await staff.GetPageAsync($"/equipe/structures/{space.Id}/tags/{space.Tags[0]}/retrait");
        await staff.SubmitAsync(retire);
        (await staff.SubmitAsync(retire)).Text.ShouldContain("Tag retiré.");
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mt_events where stream_id = '{space.Id}' and type = 'tag-retired.v1'")).ShouldBe(1);
    }

    private static async Task CodeAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe(code);
        answer.StatusCode.ShouldBe(status);
    }
}
