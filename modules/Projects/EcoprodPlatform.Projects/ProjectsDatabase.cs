using EcoprodPlatform.EventSourcing;
using Npgsql;

namespace EcoprodPlatform.Projects;

/// <summary>Running the module's queries: one SQL text, its arguments, what one row becomes.</summary>
internal static class ProjectsDatabase
{
    public static async Task<List<T>> ReadAsync<T>(
        this ModuleLog<ProjectsModule> log, string sql, Func<NpgsqlDataReader, T> row, CancellationToken ct, params object?[] arguments)
    {
        var rows = new List<T>();
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    /// <summary>A column that may be null.</summary>
    public static T? Maybe<T>(this NpgsqlDataReader reader, int column)
        where T : struct
        => reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
