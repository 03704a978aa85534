using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Messaging;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace EcoprodPlatform.Host.Demo;

/// <summary>
/// Loads the demo data through the platform's own API, as programs of the demo people would: ECOLOPROD with three
/// subsidiary tags and about sixty projects. Loaded once; what is there already is left as it is.
/// </summary>
internal sealed class DemoData(IServiceProvider services, IServer server, DemoClock clock, Platform platform)
{
    private static readonly string[] TagNames = ["ECOLOPROD Films", "ECOLOPROD Documentaires", "ECOLOPROD Publicité"];

    public async Task LoadAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        clock.MoveTo(Noon(new DateOnly(2023, 11, 6)));
        await using (var scope = services.CreateAsyncScope())
        {
            foreach (var person in DemoAccounts.All)
            {
                await scope.ServiceProvider.GetRequiredService<AccountsDemo>()
                    .EnsurePersonAsync(person.Id, person.Email, person.FirstName, person.LastName, person.Language, DemoAccounts.Password, person.IsStaff, ct);
            }
        }

        await platform.SettledAsync(ct);
        using var staff = await SignInAsync(DemoAccounts.Staff, ct);
        using var organisations = await GetAsync(staff, "/api/organisations?q=ECOLOPROD", ct);
        if (organisations.RootElement.GetRawText().Contains("\"ECOLOPROD\"", StringComparison.Ordinal))
        {
            clock.MoveTo(TimeProvider.System.GetUtcNow());
            return;
        }

        var tags = await OpenOrganisationAsync(staff, today, ct);
        await platform.SettledAsync(ct);
        var producers = new Dictionary<int, HttpClient>();
        foreach (var project in DemoPlan.Projects(today))
        {
            if (!producers.TryGetValue(project.Producer, out var client))
            {
                client = await SignInAsync(DemoAccounts.Producers[project.Producer], ct);
                producers.Add(project.Producer, client);
            }

            await TellAsync(client, project, tags[project.Tag], ct);
        }

        clock.MoveTo(TimeProvider.System.GetUtcNow());
        await platform.SettledAsync(ct);
        foreach (var client in producers.Values)
        {
            client.Dispose();
        }
    }

    private async Task<List<Guid>> OpenOrganisationAsync(HttpClient staff, DateOnly today, CancellationToken ct)
    {
        using var organisation = await PostAsync(staff, "/api/organisations", new { name = "ECOLOPROD", isMember = true, paidUntil = today.AddYears(1) }, ct);
        var id = Id(organisation);
        using var space = await PostAsync(staff, $"/api/organisations/{id}/space", new { }, ct);
        var tags = new List<Guid>();
        foreach (var name in TagNames)
        {
            using var tag = await PostAsync(staff, $"/api/organisations/{id}/tags", new { name }, ct);
            tags.Add(Id(tag));
        }

        foreach (var person in new[] { DemoAccounts.Administrator, DemoAccounts.SecondAdministrator })
        {
            using var added = await PostAsync(staff, $"/api/organisations/{id}/administrators", new { email = person.Email }, ct);
        }

        return tags;
    }

    /// <summary>A project's story: created, measured, tagged, perhaps closed, each on its day.</summary>
    private async Task TellAsync(HttpClient client, DemoProject project, Guid tag, CancellationToken ct)
    {
        clock.MoveTo(Noon(project.Created));
        using var created = await PostAsync(client, "/api/projects", project.ToBody(), ct);
        var id = Id(created);
        // The other modules know a project that is a second old; here days pass between two calls.
        await platform.SettledAsync(ct, includeMails: false);
        clock.MoveTo(Noon(project.Measured));
        foreach (var (kind, lines) in new[] { ("provisional", project.Provisional), ("final", project.Final) })
        {
            if (lines is not null)
            {
                await MeasureAsync(client, id, kind, lines, ct);
            }
        }

        using var tagged = await PostAsync(client, $"/api/projects/{id}/tags", new { tagId = tag }, ct);
        if (project.Closed is { } closed)
        {
            clock.MoveTo(Noon(closed));
            using var closure = await PostAsync(client, $"/api/projects/{id}/closure", new { }, ct);
        }
    }

    private static async Task MeasureAsync(HttpClient client, Guid project, string kind, IReadOnlyList<DemoLine> lines, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/footprints/{project}/{kind}") { Content = JsonContent.Create(new { lines }) };
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"0\""));
        using var response = await client.SendAsync(request, ct);
        await EnsureAsync(response, ct);
    }

    private async Task<HttpClient> SignInAsync(DemoPerson person, CancellationToken ct)
    {
        var client = new HttpClient { BaseAddress = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        using var token = await PostAsync(client, "/api/accounts/tokens", new { email = person.Email, password = DemoAccounts.Password }, ct);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("accessToken").GetString());
        return client;
    }

    private static async Task<JsonDocument> GetAsync(HttpClient client, string path, CancellationToken ct)
    {
        using var response = await client.GetAsync(path, ct);
        return await EnsureAsync(response, ct);
    }

    private static async Task<JsonDocument> PostAsync(HttpClient client, string path, object body, CancellationToken ct)
    {
        using var response = await client.PostAsJsonAsync(path, body, ct);
        return await EnsureAsync(response, ct);
    }

    private static async Task<JsonDocument> EnsureAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        return response.StatusCode < HttpStatusCode.BadRequest
            ? JsonDocument.Parse(text.Length == 0 ? "{}" : text)
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.PathAndQuery} answered {(int)response.StatusCode}: {text}"));
    }

    private static Guid Id(JsonDocument document)
        => document.RootElement.TryGetProperty("id", out var id) ? id.GetGuid()
            : document.RootElement.TryGetProperty("tagId", out var tag) ? tag.GetGuid()
            : throw new InvalidOperationException($"No id in {document.RootElement.GetRawText()}");

    private static DateTimeOffset Noon(DateOnly day) => new(day.ToDateTime(new TimeOnly(11, 0)), TimeSpan.Zero);
}
