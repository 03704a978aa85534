using EcoprodPlatform.Kernel;
using JasperFx.Events;
using Npgsql;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>
/// Reads a module's log forward, exactly: no committed event is skipped, none is delivered twice, a stream's events
/// come in order, whatever slow, fast and rolled-back writers do (docs/event-store.md).
/// <para>
/// Positions come from a sequence, so a slow writer's smaller position can become visible after a faster writer's
/// larger one. Where positions are contiguous there is nothing to miss. At a hole, whoever drew the missing positions
/// did so before the position behind the hole was drawn, and has held the lock that every append takes on Marten's table
/// of events (<see cref="UnitOfWork"/>) since before that, until after its commit was visible: so the reader lists the
/// holders, waits until none of *them* is left, and looks again. What is still missing was rolled back, for good. An
/// unrelated transaction holds no such lock and delays nothing.
/// </para>
/// </summary>
/// <param name="log">The log.</param>
/// <param name="clock">For pauses.</param>
/// <param name="source">Connections that see the module's tables, where those of its pool may all be held by appends that wait for the reader.</param>
public sealed class LogReader(ModuleLog log, TimeProvider clock, NpgsqlDataSource? source = null)
{
    public const string Columns = "select seq_id, id, stream_id, version, type, data, timestamp, user_name, causation_id, correlation_id, headers ->> 'reason' from mt_events";

    /// <summary>What Marten writes in the place of an append of its own that failed; nobody's event.</summary>
    private const string Tombstone = "tombstone";

    /// <summary>How long an append that drew positions and hangs holds the readers back in silence.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(8), TimeSpan.FromMilliseconds(15)];

    private readonly NpgsqlDataSource _source = source ?? log.DataSource;

    /// <summary>
    /// Up to <paramref name="limit"/> events after <paramref name="after"/>, in order. <see cref="LogPage.Through"/> is the
    /// checkpoint to store with their effects; it has not moved when there is nothing that may be delivered.
    /// </summary>
    public Task<LogPage> ReadAsync(long after, int limit, CancellationToken ct) => ReadAsync(after, limit, SkippedEvents.None, ct);

    /// <summary>The same without the events that a person told this follower to pass by.</summary>
    internal async Task<LogPage> ReadAsync(long after, int limit, SkippedEvents skipped, CancellationToken ct)
    {
        var settled = after;
        while (true)
        {
            var (rows, unreadable) = await FetchAsync(after, limit, skipped, ct);
            var contiguous = 0;
            while (contiguous < rows.Count && (rows[contiguous].Position == (contiguous == 0 ? after : rows[contiguous - 1].Position) + 1 || rows[contiguous].Position <= settled))
            {
                contiguous++;
            }

            if (contiguous > 0)
            {
                var isAll = contiguous == rows.Count && rows.Count < limit && unreadable is null;
                return new LogPage([.. rows.Take(contiguous).Select(r => r.Event).OfType<IEvent>()], rows[contiguous - 1].Position, isAll);
            }

            if (rows.Count == 0)
            {
                return unreadable is null ? new LogPage([], after, IsAll: true) : throw unreadable;
            }

            // A hole right after the checkpoint: settle everything up to what was just seen, then read again.
            var seen = rows[^1].Position;
            await SettleAsync(ct);
            settled = seen;
        }
    }

    internal static IEvent ReadRow(NpgsqlDataReader reader, EventMap events)
    {
        var stored = events.Read(reader.GetString(4), reader.GetFieldValue<byte[]>(5));
        stored.Sequence = reader.GetInt64(0);
        stored.Id = reader.GetGuid(1);
        stored.StreamId = reader.GetGuid(2);
        stored.Version = reader.GetInt64(3);
        stored.Timestamp = reader.GetFieldValue<DateTimeOffset>(6);
        stored.UserName = Text(7);
        stored.CausationId = Text(8);
        stored.CorrelationId = Text(9);
        if (Text(10) is { } reason)
        {
            stored.SetHeader(StoredEvents.Reason, reason);
        }

        return stored;

        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    }

    /// <summary>What lies after a position; an event that is passed by keeps its place, so that what comes before and after it is settled as ever.</summary>
    private async Task<(List<(long Position, IEvent? Event)> Rows, UnreadableEventException? Unreadable)> FetchAsync(long after, int limit, SkippedEvents skipped, CancellationToken ct)
    {
        await using var command = _source.CreateCommand($"{Columns} where seq_id > $1 order by seq_id limit $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<(long, IEvent?)>();
        while (await reader.ReadAsync(ct))
        {
            var position = reader.GetInt64(0);
            try
            {
                rows.Add((position, skipped.Contains(position) || reader.GetString(4) == Tombstone ? null : ReadRow(reader, log.Events)));
            }
            catch (UnreadableEventException e)
            {
                // What comes before it can still be delivered; the follower then stops at it and says so.
                return (rows, new UnreadableEventException($"{log.Schema}, position {position}: {e.Message}", e) { Position = position });
            }
        }

        return (rows, null);
    }

    private async Task SettleAsync(CancellationToken ct)
    {
        var waitFor = await HoldersAsync(ct);
        var started = clock.GetTimestamp();
        for (var i = 0; waitFor.Count > 0; i++)
        {
            if (clock.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"An append has drawn positions and neither commits nor rolls back; what was committed after it waits. Sessions: {await DescribeAsync(waitFor, ct)}.");
            }

            await clock.Pause(Pauses[Math.Min(i, Pauses.Length - 1)], ct);
            waitFor.IntersectWith(await HoldersAsync(ct));
        }
    }

    private async Task<string> DescribeAsync(HashSet<string> holders, CancellationToken ct)
    {
        // What another session does is shown to the user it belongs to, not to a module's role.
        await using var operators = NpgsqlDataSource.Create(log.AdminConnectionString);
        await using var command = operators.CreateCommand(
            """
            select string_agg(distinct format('process %s of "%s", %s, in this transaction since %s', l.pid, a.application_name, a.state, to_char(a.xact_start, 'HH24:MI:SS TZ')), '; ')
            from pg_locks l left join pg_stat_activity a using (pid) where l.virtualtransaction = any($1)
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. holders] });
        return await command.ExecuteScalarAsync(ct) as string ?? "just ended";
    }

    private async Task<HashSet<string>> HoldersAsync(CancellationToken ct)
    {
        await using var command = _source.CreateCommand(
            """
            select virtualtransaction from pg_locks
            where locktype = 'relation' and granted and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())
              and relation = 'mt_events'::regclass
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var holders = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            holders.Add(reader.GetString(0));
        }

        return holders;
    }
}

/// <summary>Events that may be delivered.</summary>
/// <param name="Events">In order.</param>
/// <param name="Through">The checkpoint that covers them, and the settled holes among them.</param>
/// <param name="IsAll">Nothing more was visible when they were read: what comes after them raises the log's signal.</param>
public sealed record LogPage(IReadOnlyList<IEvent> Events, long Through, bool IsAll = false);
