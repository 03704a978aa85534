using Npgsql;

namespace EcoprodPlatform.EventSourcing;

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
          update projections set position = $3, status = 'running', error = null, updated_at = now()
          where name = $1 and position = $2
          returning 1
        )
        select must_match((select count(*) from moved), 1, 'checkpoint moved by another host')
        """,
        name,
        from,
        to);

    /// <summary>Where a follower is; creates its row at 0 when it is new.</summary>
    public static async Task<long> GetAsync(ModuleLog log, string name, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with created as (insert into projections (name) values ($1) on conflict do nothing)
            select coalesce((select position from projections where name = $1), 0)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Shows why a follower stopped; staff read it in the back office and in <c>relay status</c>.</summary>
    public static async Task FailAsync(ModuleLog log, string name, string error, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            "update projections set status = 'failed', error = $2, updated_at = now() where name = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = error });
        await command.ExecuteNonQueryAsync(ct);
    }
}
