using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// States of long streams, kept with every <see cref="Every"/>th version in the transaction that appends it: loading then
/// folds fewer than that many events. Only for aggregates that say so (<see cref="IAggregate{T}.SnapshotForm"/>).
/// </summary>
internal static class Snapshots
{
    /// <summary>Versions between two snapshots.</summary>
    public const int Every = 100;

    private static readonly JsonSerializerOptions Json = new(EventMap.Json) { IgnoreReadOnlyProperties = true };

    public static byte[] Write<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, Json);

    public static T Read<T>(byte[] state) => JsonSerializer.Deserialize<T>(state, Json)!;

    /// <summary>Whether a move passes a version at which the state is kept.</summary>
    public static bool IsDue(StreamMove move) => move.Expected / Every != move.Next / Every;

    public static NpgsqlBatchCommand Keep(StreamMove move) => SqlStatement.Of(
        """
        with outdated as (delete from snapshots where stream_id = $1 and form < $2)
        insert into snapshots (stream_id, form, version, state) values ($1, $2, $3, $4)
        on conflict (stream_id, form) do update set version = excluded.version, state = excluded.state
        """,
        move.Id,
        move.SnapshotForm,
        move.Next,
        SqlStatement.Typed(NpgsqlDbType.Jsonb, move.State!()));
}
