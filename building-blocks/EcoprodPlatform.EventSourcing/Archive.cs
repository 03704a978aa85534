using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Streams that are over. Their events move, positions and all, to a table of their own: loads, histories and rebuilds read
/// them there; writing to them is refused with a message; a person can bring one back.
/// </summary>
public static class Archive
{
    /// <summary>
    /// Archives streams of <paramref name="type"/> whose last event is older than <paramref name="idleSince"/>, at most
    /// <paramref name="limit"/> at a time so that no lock is held for long; answers how many. 0: there is no more.
    /// </summary>
    public static async Task<int> StoreAsync(ModuleLog log, string type, DateTimeOffset idleSince, int limit, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with over as (
              select s.id from streams s join events e on e.stream_id = s.id and e.version = s.version
              where s.type = $1 and s.archived_at is null and e.recorded_at < $2
              order by s.id limit $3
              for update of s skip locked
            ), marked as (
              update streams s set archived_at = now() from over where s.id = over.id returning s.id
            ), taken as (
              delete from events e using marked where e.stream_id = marked.id returning e.*
            ), stored as (
              insert into archived_events select * from taken
            )
            select count(*) from marked
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = idleSince.ToUniversalTime() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return (int)(long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Brings a stream back among the live ones; false when it is not archived.</summary>
    public static async Task<bool> BringBackAsync(ModuleLog log, Guid stream, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with marked as (
              update streams set archived_at = null where id = $1 and archived_at is not null returning id
            ), taken as (
              delete from archived_events e using marked where e.stream_id = marked.id returning e.*
            ), back as (
              insert into events overriding system value select * from taken
            )
            select count(*) from marked
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = stream });
        return (long)(await command.ExecuteScalarAsync(ct))! > 0;
    }

    /// <summary>Whether one of <paramref name="streams"/> is archived: asked only once an append has failed.</summary>
    internal static async Task<bool> HoldsAsync(ModuleLog log, IEnumerable<Guid> streams, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand("select exists (select 1 from streams where id = any($1) and archived_at is not null)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. streams] });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
