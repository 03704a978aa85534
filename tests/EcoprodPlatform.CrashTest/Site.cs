using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Npgsql;

namespace EcoprodPlatform.CrashTest;

/// <summary>A platform under test: a database and the hosts that share it, its people and its structures.</summary>
internal sealed class Site(string name, NpgsqlDataSource database, IReadOnlyList<Server> servers, TestVirtualHost? bus) : IAsyncDisposable
{
    private const string Password = "Clap-de-fin-2026";
    private const string Staff = "equipe@exemple.fr";
    private const string Direction = "direction@exemple.fr";
    private static readonly string[] Producers = ["camille@exemple.fr", "sacha@exemple.fr", "noor@exemple.fr", "lou@exemple.fr"];

    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>As the superuser, to look.</summary>
    public NpgsqlDataSource Database => database;

    public IReadOnlyList<Server> Servers => servers;

    /// <summary>Its virtual host; null in memory.</summary>
    public TestVirtualHost? Bus => bus;

    public IReadOnlyList<Person> Owners => [.. Producers.Select(p => _people[p])];

    /// <summary>Tags that may be put on projects, each with an administrator of its structure.</summary>
    public IReadOnlyList<Tag> Tags { get; private set; } = [];

    /// <summary>Position of each log when the load began.</summary>
    public Dictionary<string, long> Beginning { get; } = new(StringComparer.Ordinal);

    /// <summary>People register, confirm by the mail they get, and staff open three structures with one to three tags and one to two administrators each.</summary>
    public async Task PrepareAsync(IEnumerable<string> schemas, TestSmtp smtp, IReadOnlyList<KeyValuePair<string, string>> settings)
    {
        foreach (var email in Producers.Append(Direction).Append(Staff))
        {
            await RegisterAsync(email, smtp);
        }

        var (code, output) = await HostProcess.RunAsync(settings, "staff", Staff);
        if (code != 0)
        {
            throw new InvalidOperationException($"staff ended with {code}: {output}");
        }

        foreach (var email in Producers.Append(Direction).Append(Staff))
        {
            _people[email] = new Person(email, await TokenAsync(servers[0].Client, email));
        }

        Tags =
        [
            .. await OpenStructureAsync("ÉCOPROD Films", ["ÉCOPROD Films", "ÉCOPROD Documentaires", "ÉCOPROD Publicité"], [Direction, Producers[0]]),
            .. await OpenStructureAsync("Région Lumière", ["Région Lumière", "Fonds d’aide Lumière"], [Producers[1], Direction]),
            .. await OpenStructureAsync("Chaîne 12", ["Chaîne 12"], [Producers[2]]),
        ];
        foreach (var schema in schemas)
        {
            Beginning[schema] = await ScalarAsync<long>($"select coalesce(max(seq_id), 0) from {schema}.mt_events");
        }
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A new access token, from whichever host answers; keeps the old one when none does.</summary>
    public static async Task RenewAsync(Person person, HttpClient client)
    {
        try
        {
            person.Token = await TokenAsync(client, person.Email);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException)
        {
            // tried again with the next request that is refused
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        await database.DisposeAsync();
    }

    private static async Task<string> TokenAsync(HttpClient client, string email)
    {
        using var response = await client.PostAsJsonAsync("/api/accounts/tokens", new { email, password = Password });
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    private async Task RegisterAsync(string email, TestSmtp smtp)
    {
        using var visitor = servers[0].NewVisitor();
        var form = await visitor.GetPageAsync("/compte/inscription");
        await visitor.SubmitAsync(form, ("firstName", "Camille"), ("lastName", email.Split('@')[0]), ("email", email), ("password", Password));
        var address = servers[0].Client.BaseAddress!.ToString();
        var mail = await smtp.WaitForAsync(m => m.To.Contains(email) && m.Text.Contains(address, StringComparison.Ordinal), TimeSpan.FromSeconds(90));
        var link = Array.Find(mail.Text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), w => w.StartsWith(address, StringComparison.Ordinal) && w.Contains("jeton=", StringComparison.Ordinal));
        await visitor.SubmitAsync(await visitor.GetPageAsync(link ?? throw new InvalidOperationException($"No link in {mail.Text}")));
    }

    private async Task<List<Tag>> OpenStructureAsync(string structure, string[] names, string[] administrators)
    {
        var staff = _people[Staff];
        var paid = DateOnly.FromDateTime(DateTime.UtcNow).AddYears(1);
        var id = (await AsAsync(staff, "/api/organisations", new { name = structure, isMember = true, paidUntil = paid })).GetProperty("id").GetGuid();
        await AsAsync(staff, $"/api/organisations/{id}/space", new { });
        var tags = new List<Tag>();
        foreach (var tag in names)
        {
            var opened = await AsAsync(staff, $"/api/organisations/{id}/tags", new { name = tag });
            tags.Add(new Tag((opened.TryGetProperty("id", out var tagId) ? tagId : opened.GetProperty("tagId")).GetGuid(), id, tag, _people[administrators[0]]));
        }

        foreach (var email in administrators)
        {
            await AsAsync(staff, $"/api/organisations/{id}/administrators", new { email });
        }

        return tags;
    }

    /// <summary>Posts as somebody; what is known a moment later only (a person in another module) is asked for again.</summary>
    private async Task<JsonElement> AsAsync(Person person, string path, object body)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
            using var response = await servers[0].Client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.IsSuccessStatusCode)
            {
                return JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "{}" : text);
            }

            if (attempt == 100)
            {
                throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}: {text}");
            }

            await Task.Delay(100);
        }
    }
}

/// <summary>Somebody with an account; programs act with their token.</summary>
internal sealed class Person(string email, string token)
{
    public string Email { get; } = email;

    public string Token { get; set; } = token;
}

/// <summary>A structure's tag, and somebody who may detach it.</summary>
internal sealed record Tag(Guid Id, Guid OrganisationId, string Name, Person Administrator);
