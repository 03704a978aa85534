using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A structure's own programs read its space with a key (MS-5): issued by staff, shown once, of one space, as far as its scopes go, and over when it is over.</summary>
public sealed class KeyTests(KeyApp app) : IClassFixture<KeyApp>
{
    private static readonly string[] Everything = ["read:dashboard", "read:projects", "read:lines"];

    private DateOnly Today => DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task MS_5_Staff_issue_a_key_by_page_with_its_quotation_and_it_is_told_once()
    {
        var space = await app.SpaceAsync();
        var staff = app.As(MemberSpaceApp.Staff);
        var form = await staff.GetPageAsync($"/equipe/structures/{space.Id}/cles/nouvelle");
        var refused = await staff.SubmitAsync(form, ("name", "RSE"), ("expiresOn", "2199-01-01"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text.ShouldContain("une clé n’est émise que sur devis");
        refused.Text.ShouldContain("2 ans au plus");
        refused.Find("input[name=name]").GetAttribute("value").ShouldBe("RSE");

        var done = await staff.SubmitAsync(form, ("name", "RSE"), ("quotation", "D-2026-117"));
        var key = done.Find("main code").TextContent;
        key.ShouldStartWith("epk_");
        (await DashboardAsync(key, space.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var structure = await staff.GetPageAsync($"/equipe/structures/{space.Id}");
        structure.Text.ShouldContain("Clé API « RSE » émise, devis D-2026-117");
        structure.Text.ShouldContain(key[..12]);
        structure.Text.ShouldNotContain(key);
        var own = await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/api");
        own.Text.ShouldContain("En service");
        own.Text.ShouldNotContain(key);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mt_events where data::text like '%{key[4..]}%'")).ShouldBe(0);
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.key_secrets where beginning = '{key}'")).ShouldBe(0);
    }

    [Fact]
    public async Task MS_5_A_key_reads_the_same_figures_as_the_screen_and_the_file()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, p => p with { Title = "Avec une clé" }, finalKg: 1234.5m);
        await app.ProjectAsync(space, provisionalKg: 7.25m);
        var program = Program((await IssueAsync(space)).Key);
        var person = app.As(space.Administrator).Client;
        foreach (var path in new[] { "dashboard", "dashboard?unit=minute&genre=documentary", "projects", "projects?sort=-total&q=avec", $"projects/{project}", $"projects/{project}/lines" })
        {
            (await program.GetStringAsync($"/api/member-spaces/{space.Id}/{path}")).ShouldBe(await person.GetStringAsync($"/api/member-spaces/{space.Id}/{path}"), path);
        }

        var total = (await program.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/dashboard")).GetProperty("totalKg").GetDecimal();
        total.ShouldBe(1241.75m);
        var file = Workbook.ReadAll(await person.GetByteArrayAsync($"/espaces/{space.Id}/projets.xlsx"))[0].Rows;
        ((decimal)file[^1][Array.IndexOf(file[0], "Bilan total (kgCO2e)")]!).ShouldBe(total);
    }

    [Fact]
    public async Task A_key_opens_its_own_space_as_far_as_its_scopes_and_nothing_else()
    {
        var (space, neighbour) = (await app.SpaceAsync(), await app.SpaceAsync());
        var project = await app.ProjectAsync(space, finalKg: 1m);
        var theirs = await app.ProjectAsync(neighbour, finalKg: 1m);
        var issued = await IssueAsync(space, "read:projects");
        var program = Program(issued.Key);

        (await program.GetAsync($"/api/member-spaces/{space.Id}/projects")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (path, code) in new[] { ($"{space.Id}/dashboard", "key.scope"), ($"{space.Id}/projects/{project}/lines", "key.scope"), ($"{space.Id}/keys", "key.reads-only") })
        {
            await RefusedAsync(await program.GetAsync($"/api/member-spaces/{path}"), HttpStatusCode.Forbidden, code);
        }

        foreach (var path in new[] { $"{neighbour.Id}/projects", $"{neighbour.Id}/projects/{theirs}", $"{Guid.NewGuid()}/projects" })
        {
            await RefusedAsync(await program.GetAsync($"/api/member-spaces/{path}"), HttpStatusCode.NotFound, "space.unknown");
        }

        await RefusedAsync(await program.GetAsync($"/api/member-spaces/{space.Id}/projects/{theirs}"), HttpStatusCode.NotFound, "project.not-in-space");
        await RefusedAsync(await program.GetAsync("/api/member-spaces"), HttpStatusCode.Forbidden, "key.reads-only");
        await RefusedAsync(await program.GetAsync("/api/projects"), HttpStatusCode.Forbidden, "key.reads-only");
        await RefusedAsync(await program.DeleteAsync($"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}"), HttpStatusCode.Forbidden, "key.reads-only");
        await RefusedAsync(await program.GetAsync("/api/organisations"), HttpStatusCode.Forbidden, "key.reads-only");
        (await program.GetAsync($"/espaces/{space.Id}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await program.GetAsync("/equipe/structures")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.As(neighbour.Administrator).GetPageAsync($"/espaces/{neighbour.Id}/api/cles/{issued.Id}/revocation")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.As(neighbour.Administrator).Client.DeleteAsync($"/api/member-spaces/{neighbour.Id}/keys/{issued.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await program.GetAsync($"/api/member-spaces/{space.Id}/projects")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_is_unknown_revoked_or_over_is_refused_in_words()
    {
        var space = await app.SpaceAsync();
        await RefusedAsync(await DashboardAsync("epk_nothing", space.Id), HttpStatusCode.Unauthorized, "key.unknown");

        var byPerson = await IssueAsync(space);
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}/api/cles/{byPerson.Id}/revocation");
        (await person.SubmitAsync(page)).Text.ShouldContain("Clé révoquée");
        await RefusedAsync(await DashboardAsync(byPerson.Key, space.Id), HttpStatusCode.Unauthorized, "key.revoked", "a été révoquée le");
        (await app.As(MemberSpaceApp.Staff).GetPageAsync($"/equipe/structures/{space.Id}")).Text.ShouldContain("révoquée");

        var byStaff = await IssueAsync(space);
        (await app.As(MemberSpaceApp.Staff).Client.DeleteAsync($"/api/organisations/{space.Id}/keys/{byStaff.Id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await RefusedAsync(await DashboardAsync(byStaff.Key, space.Id), HttpStatusCode.Unauthorized, "key.revoked");

        var shortLived = await IssueAsync(space);
        using (app.Clock.Ahead(TimeSpan.FromDays(400)))
        {
            await RefusedAsync(await DashboardAsync(shortLived.Key, space.Id), HttpStatusCode.Unauthorized, "key.expired", "était valable jusqu’au");
        }

        (await DashboardAsync(shortLived.Key, space.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_lives_on_while_the_fee_has_lapsed_but_none_is_issued_then()
    {
        var space = await app.SpaceAsync();
        var issued = await IssueAsync(space);
        await app.SendAsync(new ChangeMembership(space.Id, new Membership(true, new DateOnly(2020, 1, 1)), null, new Actor(MemberSpaceApp.Staff, true)));
        (await DashboardAsync(issued.Key, space.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await RefusedAsync(await AskAsync(space, Today.AddDays(10), Everything), HttpStatusCode.UnprocessableEntity, "space.fee-not-paid");
    }

    [Fact]
    public async Task MS_58_The_keys_and_webhooks_of_a_deleted_space_are_over_even_when_it_is_opened_anew()
    {
        var space = await app.SpaceAsync();
        var issued = await IssueAsync(space);
        var hook = new { address = "https://example.org/hook", events = new[] { "project.tagged" } };
        (await app.As(space.Administrator).Client.PostAsJsonAsync($"/api/member-spaces/{space.Id}/webhooks", hook)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await app.SendAsync(new CloseSpace(space.Id, space.Name, "Résiliée", null, new Actor(MemberSpaceApp.Staff, true)));
        await RefusedAsync(await DashboardAsync(issued.Key, space.Id), HttpStatusCode.Unauthorized, "key.unknown");
        await app.SendAsync(new OpenSpace(space.Id, null, new Actor(MemberSpaceApp.Staff, true)));
        await RefusedAsync(await DashboardAsync(issued.Key, space.Id), HttpStatusCode.Unauthorized, "key.revoked");
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.webhooks where organisation_id = '{space.Id}'")).ShouldBe(0);
    }

    [Fact]
    public async Task Terms_that_do_not_hold_are_all_told_and_nobody_but_staff_issues()
    {
        var space = await app.SpaceAsync();
        var body = new { name = " ", quotation = "", scopes = new[] { "write:all" }, expiresOn = Today.AddDays(-1) };
        var refused = await app.As(MemberSpaceApp.Staff).Client.PostAsJsonAsync($"/api/organisations/{space.Id}/keys", body);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["name", "quotation", "scopes", "expiresOn"], ignoreOrder: true);
        var good = new { name = "N", quotation = "D", scopes = Everything, expiresOn = Today };
        (await app.As(space.Administrator).Client.PostAsJsonAsync($"/api/organisations/{space.Id}/keys", good)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await app.As(space.Administrator).Client.GetAsync($"/api/organisations/{space.Id}/keys")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        for (var i = 0; i < SpaceKey.Most; i++)
        {
            await IssueAsync(space);
        }

        await RefusedAsync(await AskAsync(space, Today, Everything), HttpStatusCode.Conflict, "key.too-many");
    }

    [Fact]
    public async Task The_last_use_is_written_once_an_hour()
    {
        var space = await app.SpaceAsync();
        var (id, key) = await IssueAsync(space);
        (await UsedAsync()).ShouldBeNull();
        await DashboardAsync(key, space.Id);
        var first = (await UsedAsync()).ShouldNotBeNull();
        await DashboardAsync(key, space.Id);
        (await UsedAsync()).ShouldBe(first);
        using (app.Clock.Ahead(TimeSpan.FromMinutes(61)))
        {
            await DashboardAsync(key, space.Id);
            (await UsedAsync()).ShouldNotBe(first);
        }

        async Task<string?> UsedAsync() => (await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/keys")).EnumerateArray()
            .Single(k => k.GetProperty("id").GetGuid() == id).GetProperty("lastUsedAt").GetString();
    }

    [Fact]
    public async Task Who_has_the_answer_already_is_told_so_until_it_changes()
    {
        var space = await app.SpaceAsync();
        var project = await app.ProjectAsync(space, finalKg: 5m);
        var program = Program((await IssueAsync(space)).Key);
        foreach (var path in new[] { "dashboard", "projects", $"projects/{project}", $"projects/{project}/lines" })
        {
            var address = $"/api/member-spaces/{space.Id}/{path}";
            var first = await program.GetAsync(address);
            var tag = first.Headers.ETag.ShouldNotBeNull(path);
            (await AskedAgainAsync(program, address, tag)).StatusCode.ShouldBe(HttpStatusCode.NotModified, path);
            (await program.GetAsync(address)).Headers.ETag.ShouldBe(tag);
        }

        var before = (await program.GetAsync($"/api/member-spaces/{space.Id}/dashboard")).Headers.ETag!;
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 2, ("transport", "transport", 6m)));
        (await AskedAgainAsync(program, $"/api/member-spaces/{space.Id}/dashboard", before)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Above_its_limit_a_key_waits_and_no_other_key_or_person_with_it()
    {
        var space = await app.SpaceAsync();
        var greedy = Program((await IssueAsync(space)).Key);
        HttpResponseMessage last = new();
        for (var i = 0; i <= KeyApp.PerMinute && last.StatusCode != HttpStatusCode.TooManyRequests; i++)
        {
            last = await greedy.GetAsync($"/api/member-spaces/{space.Id}/dashboard");
        }

        await RefusedAsync(last, HttpStatusCode.TooManyRequests, "web.too-many");
        last.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await DashboardAsync((await IssueAsync(space)).Key, space.Id)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.As(space.Administrator).Client.GetAsync($"/api/member-spaces/{space.Id}/dashboard")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_table_keeps_the_answer_that_tells_a_key()
    {
        var space = await app.SpaceAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/organisations/{space.Id}/keys") { Content = JsonContent.Create(new { name = "Programme", quotation = "D", scopes = Everything, expiresOn = Today }) };
        request.Headers.Add("Idempotency-Key", "once");
        var answer = await app.As(MemberSpaceApp.Staff).Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await app.Database.ScalarAsync<long>("select count(*) from member_space.repeats")).ShouldBe(0);
    }

    private static async Task<HttpResponseMessage> AskedAgainAsync(HttpClient client, string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return await client.SendAsync(request);
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code, string words = "")
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString()!.ShouldContain(words);
        if (status == HttpStatusCode.Unauthorized)
        {
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer error=\"invalid_token\"");
        }
    }

    private HttpClient Program(string key)
    {
        var client = app.NewVisitor().Client;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private Task<HttpResponseMessage> DashboardAsync(string key, Guid space) => Program(key).GetAsync($"/api/member-spaces/{space}/dashboard");

    private Task<HttpResponseMessage> AskAsync(TestSpace space, DateOnly expiresOn, string[] scopes)
        => app.As(MemberSpaceApp.Staff).Client.PostAsJsonAsync($"/api/organisations/{space.Id}/keys", new { name = "Programme", quotation = "D-2026-117", scopes, expiresOn });

    private async Task<(Guid Id, string Key)> IssueAsync(TestSpace space, params string[] scopes)
    {
        var answer = await AskAsync(space, Today.AddDays(300), scopes.Length == 0 ? Everything : scopes);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var issued = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (issued.GetProperty("id").GetGuid(), issued.GetProperty("key").GetString()!);
    }
}

/// <summary>With a clock that moves and a limit that a test reaches.</summary>
public sealed class KeyApp : MemberSpaceApp
{
    public const int PerMinute = 30;

    public MovableClock Clock { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("MemberSpace:KeyRequestsPerMinute", $"{PerMinute}")];

    protected override void ConfigureServices(IServiceCollection services)
    {
        base.ConfigureServices(services);
        services.AddSingleton<TimeProvider>(Clock);
    }
}
