using System.Runtime.CompilerServices;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>The reads of a module: one constant SQL text, positional parameters, what one row becomes.</summary>
public static class ModuleQueries
{
    public static async Task<IReadOnlyList<T>> ListAsync<TModule, T>(
        this ModuleLog<TModule> log, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] arguments)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.RowsAsync(read, ct);
    }

    /// <summary>
    /// The rows as they arrive, however many: for files. A connection is held until the last one is taken, so they go
    /// somewhere quick, never straight to a person.
    /// </summary>
    public static async IAsyncEnumerable<T> StreamAsync<TModule, T>(
        this ModuleLog<TModule> log, string sql, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken ct, params object?[] arguments)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await foreach (var row in connection.StreamAsync(sql, read, ct, arguments))
        {
            yield return row;
        }
    }

    /// <summary>The same on a connection that is open: what is read in one transaction is of one moment. One after the other is read to its end.</summary>
    public static async IAsyncEnumerable<T> StreamAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken ct, params object?[] arguments)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return read(reader);
        }
    }

    /// <summary>The first row; null when there is none.</summary>
    public static async Task<T?> FindAsync<TModule, T>(
        this ModuleLog<TModule> log, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] arguments)
        where T : class
        => await log.ListAsync(sql, read, ct, arguments) is [var first, ..] ? first : null;

    /// <summary>The rows of the current result.</summary>
    public static async Task<IReadOnlyList<T>> RowsAsync<T>(this NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? TextOrNull(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static T? ValueOrNull<T>(this NpgsqlDataReader reader, int column)
        where T : struct
        => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
