using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>
/// Events that a person decided a follower shall pass by, because it cannot take them: who, when and why stay on record.
/// A projection that fails on one event stops there, alone, until it is mended or the event is skipped.
/// </summary>
public sealed class SkippedEvents
{
    private readonly HashSet<long> _positions;

    private SkippedEvents(HashSet<long> positions) => _positions = positions;

    internal static SkippedEvents None { get; } = new([]);

    internal static async Task<SkippedEvents> OfAsync(ModuleLog log, string follower, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand("select position from skipped_events where follower = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = follower });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var positions = new HashSet<long>();
        while (await reader.ReadAsync(ct))
        {
            positions.Add(reader.GetInt64(0));
        }

        return new SkippedEvents(positions);
    }

    /// <summary>
    /// Skips the one event that <paramref name="follower"/> stopped at, by the act of <paramref name="by"/>; with
    /// <paramref name="at"/> only if it is the one at that position. False when it has not stopped there (any more).
    /// </summary>
    public static async Task<bool> SkipAsync(ModuleLog log, string follower, long? at, Guid by, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            insert into skipped_events (follower, position, error, skipped_by)
            select name, failed_position, error, $2 from projections where name = $1 and failed_position = coalesce($3, failed_position)
            on conflict do nothing
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = follower });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = by });
        command.Parameters.Add(new NpgsqlParameter { Value = at ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        var skipped = await command.ExecuteNonQueryAsync(ct) > 0;
        await RetryAsync(log, ct);
        return skipped;
    }

    /// <summary>Wakes the followers of every host at once, instead of at the end of their back-off: the cause has been mended.</summary>
    public static Task RetryAsync(ModuleLog log, CancellationToken ct)
        => log.DataSource.RunAsync(ct, SqlStatement.Of("select pg_notify($1, $2)", log.Channel, ModuleLog.RetryPayload));

    internal bool Contains(long position) => _positions.Contains(position);
}
