using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Npgsql;

namespace EcoprodPlatform.CrashTest;

/// <summary>A platform under test: a database and the hosts that share it, its people and its structures.</summary>
internal sealed class Site(string name, NpgsqlDataSource database, IReadOnlyList<Server> servers, TestVirtualHost? bus) : IAsyncDisposable
{
    public const string Password = "Clap-de-fin-2026";
    private const string Staff = "equipe@ecoprod.example";

    private static readonly string[] Producers = ["production@ecoloprod.example", "sacha.petit@ecoloprod.example", "noor.haddad@ecoloprod.example", "lou.garcia@ecoloprod.example"];

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

    /// <summary>Ids of the mails that were there before the test.</summary>
    public HashSet<Guid> OldMails { get; private set; } = [];

    /// <summary>Position of each log when the load began.</summary>
    public Dictionary<string, long> Beginning { get; } = new(StringComparer.Ordinal);

    /// <summary>Three structures with one to three tags and one to two administrators each.</summary>
    public async Task PrepareAsync(IEnumerable<string> schemas)
    {
        var schemaList = schemas.ToList();
        foreach (var email in new[] { Staff, "administration@ecoloprod.example" }.Concat(Producers))
        {
            _people[email] = new Person(email, await TokenAsync(servers[0].Client, email));
        }

        var staff = _people[Staff];
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        await RegisterAsync("Région Lumière", today, ["Région Lumière", "Fonds d’aide Lumière"], [Producers[1], "administration@ecoloprod.example"]);
        await RegisterAsync("Chaîne 12", today, ["Chaîne 12"], [Producers[2]]);
        var tags = new List<Tag>();
        await using (var command = database.CreateCommand("""
            select t.tag_id, t.organisation_id, t.name, min(p.email)
            from member_space.tags t
            join member_space.administrators a on a.organisation_id = t.organisation_id
            join member_space.people p on p.person_id = a.person_id
            where p.email = any($1)
            group by t.tag_id, t.organisation_id, t.name order by t.name
            """))
        {
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. _people.Keys] });
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                tags.Add(new Tag(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), _people[reader.GetString(3)]));
            }
        }

        Tags = tags;
        foreach (var schema in schemaList)
        {
            Beginning[schema] = await ScalarAsync<long>($"select coalesce(max(position), 0) from {schema}.events");
            await using var command = database.CreateCommand($"select id from {schema}.mail_queue where queued_at < now()");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                OldMails.Add(reader.GetGuid(0));
            }
        }

        async Task RegisterAsync(string structure, DateOnly paid, string[] names, string[] administrators)
        {
            var id = (await AsAsync(staff, "/api/organisations", new { name = structure, isMember = true, paidUntil = paid.AddYears(1) })).GetProperty("id").GetGuid();
            await AsAsync(staff, $"/api/organisations/{id}/space", new { });
            foreach (var tag in names)
            {
                await AsAsync(staff, $"/api/organisations/{id}/tags", new { name = tag });
            }

            foreach (var email in administrators)
            {
                await AsAsync(staff, $"/api/organisations/{id}/administrators", new { email });
            }
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

    private async Task<JsonElement> AsAsync(Person person, string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        using var response = await servers[0].Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text.Length == 0 ? "{}" : text)
            : throw new InvalidOperationException($"POST {path} answered {(int)response.StatusCode}: {text}");
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
