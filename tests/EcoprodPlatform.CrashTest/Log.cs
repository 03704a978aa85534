using System.Text.Json;
using Npgsql;

namespace EcoprodPlatform.CrashTest;

/// <summary>An event as it stands in a module's table, read without any of the modules' code.</summary>
internal sealed record LoggedEvent(
    string Schema, long Position, Guid Id, Guid Stream, long Version, string Name, JsonElement Data, Guid Actor, Guid? Command, DateTimeOffset At)
{
    public string FullName => $"{Schema}.{Name}";

    public Guid Uuid(string property) => Data.GetProperty(property).GetGuid();

    public string Text(string property) => Data.GetProperty(property).GetString()!;

    public DateTimeOffset Moment(string property) => Data.GetProperty(property).GetDateTimeOffset();

    public long Number(string property) => Data.GetProperty(property).GetInt64();

    public bool Has(string property) => Data.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null;

    public override string ToString() => $"{FullName} {Id} at {Position} ({Stream} version {Version}, {At:HH:mm:ss.fff})";
}

/// <summary>The whole log of one module, in order of position.</summary>
internal static class Log
{
    public static async Task<List<LoggedEvent>> ReadAsync(NpgsqlDataSource database, string schema)
    {
        var events = new List<LoggedEvent>();
        await using var command = database.CreateCommand($"select seq_id, id, stream_id, version, type, data, user_name::uuid, causation_id::uuid, timestamp from {schema}.mt_events where type <> 'tombstone' order by seq_id");
        command.CommandTimeout = 120;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            events.Add(new LoggedEvent(
                schema,
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetGuid(2),
                reader.GetInt64(3),
                reader.GetString(4),
                JsonSerializer.Deserialize<JsonElement>(reader.GetString(5)),
                reader.GetGuid(6),
                reader.IsDBNull(7) ? null : reader.GetGuid(7),
                reader.GetFieldValue<DateTimeOffset>(8)));
        }

        return events;
    }
}
