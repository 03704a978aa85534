using Marten.Services;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Streams that are over, as Marten archives them: loads, histories, followers and rebuilds of ours read them as before
/// (Marten's own reads would find nothing); writing to them is refused with a message; a person can bring one back.
/// </summary>
public static class Archive
{
    /// <summary>
    /// Archives streams of <paramref name="type"/> whose last event is older than <paramref name="idleSince"/>, at most
    /// <paramref name="limit"/> at a time so that no lock is held for long; answers how many. 0: there is no more.
    /// </summary>
    public static async Task<int> StoreAsync(ModuleLog log, string type, DateTimeOffset idleSince, int limit, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var over = new List<Guid>();
        await using (var find = new NpgsqlCommand(
            """
            select s.id from mt_streams s join mt_events e on e.stream_id = s.id and e.version = s.version
            where s.type = $1 and not s.is_archived and e.timestamp < $2
            order by s.id limit $3
            for update of s skip locked
            """, connection, transaction))
        {
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = type });
            find.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = idleSince.ToUniversalTime() });
            find.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
            await using var reader = await find.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                over.Add(reader.GetGuid(0));
            }
        }

        await using var session = log.Store.LightweightSession(SessionOptions.ForTransaction(transaction));
        over.ForEach(session.Events.ArchiveStream);
        await session.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return over.Count;
    }

    /// <summary>Brings a stream back among the live ones; false when it is not archived. Marten has no act for it.</summary>
    public static async Task<bool> BringBackAsync(ModuleLog log, Guid stream, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            with back as (update mt_streams set is_archived = false where id = $1 and is_archived returning id),
              events as (update mt_events e set is_archived = false from back where e.stream_id = back.id)
            select count(*) from back
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = stream });
        return (long)(await command.ExecuteScalarAsync(ct))! > 0;
    }

    /// <summary>Whether one of <paramref name="streams"/> is archived: asked only once an append has failed.</summary>
    internal static async Task<bool> HoldsAsync(ModuleLog log, Guid[] streams, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand("select exists (select 1 from mt_streams where id = any($1) and is_archived)");
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = streams });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
