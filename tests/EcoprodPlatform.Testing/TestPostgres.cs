using EcoprodPlatform.Host.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EcoprodPlatform.Testing;

/// <summary>
/// The PostgreSQL server of this test run: the one that tests/run started (<c>ECOPROD_TEST_PG</c>, a superuser's
/// connection string), else a private throw-away one that ends with this process.
/// </summary>
public static class TestPostgres
{
    private static readonly Lazy<Task<string>> Server = new(StartAsync);
    private static int _last;

    /// <summary>A superuser's connection string to the server's own database.</summary>
    public static Task<string> ServerAsync() => Server.Value;

    /// <summary>An empty database, or a copy of <paramref name="template"/> (which nobody may be connected to).</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync(string? template = null)
    {
        var server = await ServerAsync();
        var name = $"t{Environment.ProcessId}_{Interlocked.Increment(ref _last)}";
        await ExecuteAsync(server, $"create database {name} template {template ?? "template0"}");
        return new TestDatabase(name, new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true, MaxPoolSize = 20 }.ConnectionString);
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("ECOPROD_TEST_PG") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = new TestFolder("pg");
        var options = new EmbeddedPostgresOptions
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["fsync"] = "off",
                ["synchronous_commit"] = "off",
                ["full_page_writes"] = "off",
                ["max_connections"] = "400",
            },
        };
        var pidFile = AfterUs.Quote(folder.PathOf("pg", "cluster", "postmaster.pid"));
        AfterUs.Run($"kill -QUIT $(head -1 {pidFile}) 2>/dev/null; for i in $(seq 100); do [ -e {pidFile} ] || break; sleep 0.05; done");
        var postgres = await EmbeddedPostgres.StartAsync(folder.Path, options, NullLogger.Instance, CancellationToken.None);
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
    }
}
