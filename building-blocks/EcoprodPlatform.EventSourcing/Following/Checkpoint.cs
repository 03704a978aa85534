using Npgsql;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>The progress rows of a module's followers.</summary>
public static class Checkpoint
{
    /// <summary>
    /// Moves a checkpoint, or fails the whole batch when someone else moved it: put it first, so that nothing is
    /// applied twice even if two hosts believe they own the log.
    /// </summary>
    public static NpgsqlBatchCommand Move(string name, long from, long to) => SqlStatement.Of(
        """
        with moved as (
          update projections set position = $3, status = 'running', error = null, failed_position = null, updated_at = now()
          where name = $1 and position = $2
          returning 1
        )
        select must_match((select count(*) from moved), 1, 'checkpoint moved by another host')
        """,
        name,
        from,
        to);

    /// <summary>Where a follower is, which version of it wrote its rows, and whether it is on record as failed; creates its row at 0 when it is new.</summary>
    public static async Task<(long Position, int Version, bool IsFailed)> GetAsync(ModuleLog log, string name, int version, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with created as (insert into projections (name, version) values ($1, $2) on conflict do nothing returning position, version)
            select position, version, status = 'failed' from projections where name = $1 union all select position, version, false from created
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetInt32(1), reader.GetBoolean(2));
    }

    /// <summary>Takes a failure off the record where no move of the checkpoint will: the follower is at the head and stands well.</summary>
    public static Task RecoverAsync(ModuleLog log, string name, CancellationToken ct) => log.DataSource.RunAsync(ct, SqlStatement.Of(
        "update projections set status = 'running', error = null, failed_position = null, updated_at = now() where name = $1 and status = 'failed'", name));

    /// <summary>Shows why a follower stopped, and at which event if it is one event's fault; staff read it in the back office and in <c>relay status</c>.</summary>
    public static Task FailAsync(ModuleLog log, string name, string error, long? at, CancellationToken ct) => log.DataSource.RunAsync(ct, SqlStatement.Of(
        "update projections set status = 'failed', error = $2, failed_position = $3, updated_at = now() where name = $1", name, error, SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Bigint, at)));
}
