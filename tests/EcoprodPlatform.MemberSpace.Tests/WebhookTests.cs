using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.MemberSpace.Tests;

/// <summary>A structure's programs are told what happens in its space: once, signed, for as long as it takes, and nowhere but on the public internet.</summary>
public sealed class WebhookTests(WebhookApp app) : IClassFixture<WebhookApp>
{
    [Fact]
    public async Task A_projects_way_through_a_space_is_told_signed_and_without_a_figure()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        var (_, secret) = await OpenAsync(space, receiver);

        var project = await app.ProjectAsync(space, p => p with { Title = "Titre secret" }, finalKg: 1234m);
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 2, ("transport", "transport", 5678m)));
        await SendDueAsync();
        receiver.Taken.Select(t => t.Type).ShouldBe(["project.tagged", "project.updated"], ignoreOrder: true);
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 3, ("transport", "transport", 1m)));
        await SendDueAsync();
        await SendDueAsync();
        receiver.Taken.Count.ShouldBe(3);

        foreach (var taken in receiver.Taken)
        {
            taken.Signature.ShouldBe("v1," + Sign(secret, taken));
            taken.Body.ShouldNotContain("Titre secret");
            taken.Body.ShouldNotContain("5678");
            var data = JsonDocument.Parse(taken.Body).RootElement.GetProperty("data");
            data.GetProperty("organisationId").GetGuid().ShouldBe(space.Id.Value);
            data.GetProperty("projectId").GetGuid().ShouldBe(project.Value);
            data.GetProperty("address").GetString().ShouldBe($"http://localhost/api/member-spaces/{space.Id}/projects/{project}");
        }

        receiver.Taken.Select(t => t.Id).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task After_a_detachment_only_the_leaving_is_told_and_nothing_of_it_is_sent_again()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await OpenAsync(space, receiver);
        var project = await app.ProjectAsync(space, finalKg: 1m);
        await SendDueAsync();
        receiver.Taken.Clear();
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 2, ("transport", "transport", 2m)));

        (await app.As(space.Administrator).Client.DeleteAsync($"/api/member-spaces/{space.Id}/projects/{project}/tags/{space.Tags[0]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 3, ("transport", "transport", 3m)));
        await SendDueAsync();

        var left = receiver.Taken.ShouldHaveSingleItem();
        left.Type.ShouldBe("project.detached");
        JsonDocument.Parse(left.Body).RootElement.GetProperty("data").GetProperty("address").ValueKind.ShouldBe(JsonValueKind.Null);
        var person = app.As(space.Administrator);
        var tagged = (await DeliveriesAsync(space, id)).Single(d => d.GetProperty("event").GetString() == "project.tagged").GetProperty("id").GetGuid();
        var refused = await person.SubmitAsync(await person.GetPageAsync($"/espaces/{space.Id}/api/webhooks/{id}/envois/{tagged}"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Text.ShouldContain("a quitté votre espace");
        receiver.Taken.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_changes_that_wait_are_one_message_and_each_later_one_is_told_again()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        await OpenAsync(space, receiver, "project.updated");
        var project = await app.ProjectAsync(space);
        for (var version = 1; version <= 5; version++)
        {
            await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, version, ("transport", "transport", version)));
        }

        await SendDueAsync();
        receiver.Taken.Count.ShouldBe(1);
        await app.DeliverAsync(Told.Measured(app.Ids, project, AssessmentMeasuredV1.Final, 6, ("transport", "transport", 6m)));
        await SendDueAsync();
        receiver.Taken.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_refused_is_tried_again_under_the_same_id_until_it_is_taken()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await OpenAsync(space, receiver);
        receiver.Status = 503;
        await app.ProjectAsync(space);
        await SendDueAsync();
        await SendDueAsync();
        receiver.Taken.Count.ShouldBe(1, "its pause is not over");
        (await app.As(space.Administrator).GetPageAsync($"/espaces/{space.Id}/api/webhooks/{id}")).Text.ShouldContain("refusé (HTTP 503)");
        using (app.Clock.Ahead(TimeSpan.FromMinutes(2)))
        {
            receiver.Status = 204;
            await SendDueAsync();
            await SendDueAsync();
        }

        receiver.Taken.Select(t => t.Id).Distinct().ShouldHaveSingleItem();
        receiver.Taken.Count.ShouldBe(2);
        var one = (await DeliveriesAsync(space, id)).ShouldHaveSingleItem();
        (one.GetProperty("status").GetString(), one.GetProperty("attempts").GetInt32(), one.GetProperty("lastCode").GetInt32()).ShouldBe(("sent", 2, 204));
    }

    [Fact]
    public async Task An_address_that_fails_for_three_days_is_disabled_told_by_mail_and_enabled_again_by_hand()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await OpenAsync(space, receiver);
        receiver.Status = 500;
        await app.ProjectAsync(space);
        await SendDueAsync();
        for (var hours = 0; hours < 90; hours += 6)
        {
            app.Clock.Advance(TimeSpan.FromHours(6));
            await SendDueAsync();
        }

        receiver.Taken.Count.ShouldBeInRange(5, 12);
        var person = app.As(space.Administrator);
        var page = await person.GetPageAsync($"/espaces/{space.Id}/api/webhooks/{id}");
        page.Text.ShouldContain("Désactivé le");
        await app.SettledAsync();
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.mail_queue where cause like 'webhook-disabled:{id}%'")).ShouldBe(1);
        var tried = receiver.Taken.Count;
        await app.ProjectAsync(space);
        await SendDueAsync();
        receiver.Taken.Count.ShouldBe(tried);

        receiver.Status = 200;
        var revived = await person.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)page.Find("form[action$='/reactivation']"));
        revived.Text.ShouldContain("Webhook réactivé");
        await app.ProjectAsync(space);
        await SendDueAsync();
        receiver.Taken.Count.ShouldBe(tried + 1);
    }

    [Fact]
    public async Task A_test_says_at_once_what_came_of_it_and_is_not_tried_again()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await OpenAsync(space, receiver);
        var person = app.As(space.Administrator);
        (await PingAsync()).ShouldContain("Reçu par l’adresse (HTTP 204)");
        receiver.Status = 302;
        (await PingAsync()).ShouldContain("Pas reçu : refusé (HTTP 302)");
        using (app.Clock.Ahead(TimeSpan.FromHours(1)))
        {
            await SendDueAsync();
        }

        receiver.Taken.Select(t => t.Type).ShouldBe(["ping", "ping"]);

        async Task<string> PingAsync()
        {
            var page = await person.GetPageAsync($"/espaces/{space.Id}/api/webhooks/{id}");
            return (await person.SubmitAsync(page, (AngleSharp.Html.Dom.IHtmlFormElement)page.Find("form[action$='/essai']"))).Text;
        }
    }

    [Fact]
    public async Task For_a_day_after_a_change_both_secrets_sign()
    {
        var space = await app.SpaceAsync();
        await using var receiver = await Receiver.StartAsync();
        var (id, old) = await OpenAsync(space, receiver);
        var person = app.As(space.Administrator);
        var changed = await person.SubmitAsync(await person.GetPageAsync($"/espaces/{space.Id}/api/webhooks/{id}/secret"));
        var secret = changed.Find("main code").TextContent;
        await app.ProjectAsync(space);
        await SendDueAsync();
        using (app.Clock.Ahead(TimeSpan.FromHours(25)))
        {
            await app.ProjectAsync(space);
            await SendDueAsync();
        }

        receiver.Taken[0].Signature.ShouldBe($"v1,{Sign(secret, receiver.Taken[0])} v1,{Sign(old, receiver.Taken[0])}");
        receiver.Taken[1].Signature.ShouldBe($"v1,{Sign(secret, receiver.Taken[1])}");
        (await app.Database.ScalarAsync<long>($"select count(*) from member_space.webhooks where secret like '%{secret[6..20]}%' or secret like 'whsec%'")).ShouldBe(0);
    }

    [Theory]
    [InlineData("http://example.org/hook", "webhook.needs-https")]
    [InlineData("https://10.0.0.8/hook", "webhook.private-address")]
    [InlineData("https://192.168.1.1", "webhook.private-address")]
    [InlineData("https://169.254.169.254/latest/meta-data", "webhook.private-address")]
    [InlineData("https://100.64.0.1/", "webhook.private-address")]
    [InlineData("https://[fd00::1]/", "webhook.private-address")]
    [InlineData("https://[::ffff:10.0.0.8]/", "webhook.private-address")]
    [InlineData("https://0x0a000008/", "webhook.private-address")]
    [InlineData("https://intranet/hook", "webhook.private-address")]
    [InlineData("https://db.internal/hook", "webhook.private-address")]
    [InlineData("https://user:pass@example.org/", "webhook.address-with-password")]
    [InlineData("ftp://example.org/", "webhook.address")]
    [InlineData("exemple", "webhook.address")]
    [InlineData("", "webhook.address")]
    public async Task An_address_that_is_none_of_the_public_internets_is_refused(string address, string code)
    {
        var space = await app.SpaceAsync();
        var refused = await app.As(space.Administrator).Client.PostAsJsonAsync($"/api/member-spaces/{space.Id}/webhooks", new { address, events = new[] { "project.tagged" } });
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["address"]);
    }

    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("::ffff:93.184.216.34", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.127.255.255", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    public void Public_is_what_everybody_can_reach(string address, bool isPublic) => PublicAddress.Holds(IPAddress.Parse(address)).ShouldBe(isPublic);

    /// <summary>Whatever was true when it was named: where a name leads is looked at when the connection is made.</summary>
    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_not_called()
    {
        await using var receiver = await Receiver.StartAsync();
        using var client = new WebhookClient(
            new WebhookSettings(AllowsLoopback: false, TimeSpan.FromSeconds(10)), TimeProvider.System, app.Services.GetRequiredService<Web.SiteAddress>());
        foreach (var host in new[] { "localhost", "127.0.0.1", "[::1]" })
        {
            var due = new DueDelivery(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), $"http://{host}:{receiver.Port}/", "ping", null, DateTimeOffset.UnixEpoch, 1);
            (await client.SendAsync(due, [WebhookClient.NewSecret()], CancellationToken.None)).Error.ShouldBe(DeliveryOutcome.NotPublic, host);
        }

        receiver.Taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_else_sees_or_touches_a_webhook()
    {
        var (space, neighbour) = (await app.SpaceAsync(), await app.SpaceAsync());
        await using var receiver = await Receiver.StartAsync();
        var (id, _) = await OpenAsync(space, receiver);
        foreach (var stranger in new[] { await app.PersonAsync(), neighbour.Administrator, MemberSpaceApp.Staff })
        {
            foreach (var path in new[] { $"/espaces/{space.Id}/api", $"/espaces/{space.Id}/api/webhooks/{id}", $"/espaces/{neighbour.Id}/api/webhooks/{id}", $"/api/member-spaces/{space.Id}/webhooks", $"/api/member-spaces/{neighbour.Id}/webhooks/{id}/deliveries" })
            {
                (await app.As(stranger).Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
            }
        }

        (await app.As(neighbour.Administrator).Client.DeleteAsync($"/api/member-spaces/{neighbour.Id}/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await app.ProjectAsync(neighbour);
        await SendDueAsync();
        receiver.Taken.ShouldBeEmpty();
        (await app.As(space.Administrator).Client.DeleteAsync($"/api/member-spaces/{space.Id}/webhooks/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await app.ProjectAsync(space);
        await SendDueAsync();
        receiver.Taken.ShouldBeEmpty();
    }

    [Fact]
    public void What_one_structure_is_told_is_its_own()
    {
        var (tag, organisation, other) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var described = new ProjectDescribed(1, Guid.Empty, "Titre", "documentary", [], null, false, "EUR", null, 1, null, null, null, null, null, "FR", [], [], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null);
        var tagged = new StructureTagged(tag, organisation, 2, Guid.NewGuid(), Guid.Empty, DateTimeOffset.UnixEpoch);
        var shared = SharedProject.Empty.Apply(described).Apply(tagged);

        SpaceNews.Between(SharedProject.Empty, [tagged]).ShouldBeEmpty("nothing to show yet");
        SpaceNews.Between(SharedProject.Empty.Apply(tagged), [described]).ShouldBe([(organisation, WebhookEvent.Tagged)]);
        SpaceNews.Between(shared, [tagged with { TagId = Guid.NewGuid(), OrganisationId = other }]).ShouldBe([(other, WebhookEvent.Tagged)]);
        SpaceNews.Between(shared, [tagged with { TagId = Guid.NewGuid() }]).ShouldBe([(organisation, WebhookEvent.Updated)]);
        SpaceNews.Between(shared, [new StructureUntagged(tag, organisation, 3, DateTimeOffset.UnixEpoch)]).ShouldBe([(organisation, WebhookEvent.Detached)]);
        SpaceNews.Between(shared, [described with { SourceVersion = 9, IsExercise = true }]).ShouldBe([(organisation, WebhookEvent.Detached)]);
        SpaceNews.Between(shared, [new ProjectDeleted()]).ShouldBe([(organisation, WebhookEvent.Detached)]);
        SpaceNews.Between(shared, []).ShouldBeEmpty();
    }

    private static string Sign(string secret, Taken taken)
        => Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), Encoding.UTF8.GetBytes($"{taken.Id}.{taken.Timestamp}.{taken.Body}")));

    private Task SendDueAsync() => ActivatorUtilities.CreateInstance<SendWebhooks>(app.Services).RunAsync(CancellationToken.None);

    private async Task<(Guid Id, string Secret)> OpenAsync(TestSpace space, Receiver receiver, params string[] events)
    {
        var answer = await app.As(space.Administrator).Client.PostAsJsonAsync(
            $"/api/member-spaces/{space.Id}/webhooks",
            new { address = $"http://127.0.0.1:{receiver.Port}/hook", events = events.Length > 0 ? events : [.. WebhookEvent.All.Select(e => e.Code)] });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (made.GetProperty("id").GetGuid(), made.GetProperty("secret").GetString()!);
    }

    private async Task<IReadOnlyList<JsonElement>> DeliveriesAsync(TestSpace space, Guid id)
        => [.. (await app.As(space.Administrator).Client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{space.Id}/webhooks/{id}/deliveries")).GetProperty("items").EnumerateArray()];

    /// <summary>A message as it came.</summary>
    private sealed record Taken(string Id, string Timestamp, string Signature, string Body)
    {
        public string Type => JsonDocument.Parse(Body).RootElement.GetProperty("type").GetString()!;
    }

    /// <summary>A structure's own server, on this machine.</summary>
    private sealed class Receiver(WebApplication host) : IAsyncDisposable
    {
        public List<Taken> Taken { get; } = [];

        public int Status { get; set; } = 204;

        public int Port => new Uri(host.Urls.Single()).Port;

        public static async Task<Receiver> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var receiver = new Receiver(builder.Build());
            receiver.Map();
            await receiver.StartHostAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => host.DisposeAsync();

        private Task StartHostAsync() => host.StartAsync();

        private void Map() => host.Run(async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            var text = await body.ReadToEndAsync();
            lock (Taken)
            {
                Taken.Add(new Taken(http.Request.Headers["webhook-id"]!, http.Request.Headers["webhook-timestamp"]!, http.Request.Headers["webhook-signature"]!, text));
            }

            http.Response.StatusCode = Status;
            http.Response.Headers.Location = "http://127.0.0.1:1/";
        });
    }
}

/// <summary>With a clock that moves, and receivers on this machine.</summary>
public sealed class WebhookApp : MemberSpaceApp
{
    public MovableClock Clock { get; } = new();

    protected override IEnumerable<KeyValuePair<string, string>> Settings => [new("MemberSpace:Webhooks:AllowLoopback", "true")];

    protected override void ConfigureServices(IServiceCollection services)
    {
        base.ConfigureServices(services);
        services.AddSingleton<TimeProvider>(Clock);
        // The tests say when.
        services.Remove(services.Single(s => s.ImplementationInstance is RecurringJob { Name: "member-space:webhooks" }));
    }
}
