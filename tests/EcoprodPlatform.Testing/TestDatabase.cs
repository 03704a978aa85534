using Npgsql;

namespace EcoprodPlatform.Testing;

/// <summary>A database of its own for a test class; dropped at the end, whoever is still connected.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private NpgsqlDataSource? _source;

    internal TestDatabase(string name, string connectionString)
    {
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    /// <summary>As the superuser: what the host gets.</summary>
    public string ConnectionString { get; }

    /// <summary>For a test that looks into the tables.</summary>
    public NpgsqlDataSource Source => _source ??= NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString) { MaxPoolSize = 5 });

    /// <summary>The single value of a query.</summary>
    public async Task<T> ScalarAsync<T>(string sql, params object[] arguments)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = argument });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        await TestPostgres.ExecuteAsync(await TestPostgres.ServerAsync(), $"drop database if exists {Name} with (force)");
    }
}
