using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Reads a module's log forward, exactly: no committed event is skipped, none is delivered twice, a stream's events
/// come in order, whatever slow, fast and rolled-back writers do (docs/event-store.md, property 2).
/// <para>
/// Positions come from a sequence, so a slow writer's smaller position can become visible after a faster writer's
/// larger one. Where positions are contiguous there is nothing to miss. At a hole, whoever drew the missing positions
/// did so before the position behind the hole was drawn, and has held the lock that every INSERT takes on the table of
/// events since before that, until after its commit was visible: so the reader lists the holders, waits until none of
/// *them* is left, and looks again. What is still missing was rolled back, for good. An unrelated transaction holds no
/// such lock and delays nothing; an append pays nothing for it.
/// </para>
/// </summary>
public sealed class LogReader(ModuleLog log, TimeProvider clock)
{
    public const string Columns = "select position, id, stream_id, version, name, data, recorded_at, actor_id, command_id, correlation_id, reason from all_events";

    private const string ColumnsWithoutMetadata = "select position, id, stream_id, version, name, data, recorded_at from all_events";

    /// <summary>How long an append that drew positions and hangs holds the readers back in silence.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(4), TimeSpan.FromMilliseconds(8), TimeSpan.FromMilliseconds(15)];

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
            var (rows, unreadable) = await FetchAsync(Columns, after, long.MaxValue, limit, skipped, ct);
            var contiguous = 0;
            var expected = after + 1;
            while (contiguous < rows.Count && (rows[contiguous].Position == expected || rows[contiguous].Position <= settled))
            {
                expected = rows[contiguous].Position + 1;
                contiguous++;
            }

            if (contiguous > 0)
            {
                var page = rows.GetRange(0, contiguous);
                page.RemoveAll(e => skipped.Contains(e.Position));
                return new LogPage(page, rows[contiguous - 1].Position);
            }

            if (rows.Count == 0)
            {
                return unreadable is null ? new LogPage([], after) : throw unreadable;
            }

            // A hole right after the checkpoint: settle everything up to what was just seen, then read again.
            var seen = rows[^1].Position;
            await SettleAsync(ct);
            settled = seen;
        }
    }

    /// <summary>The newest position there is, once nothing at or below it can appear any more: ranges up to it may be read in any order.</summary>
    internal async Task<long> SettledAsync(CancellationToken ct)
    {
        var newest = await LogDaemon.NewestAsync(log, ct);
        await SettleAsync(ct);
        return newest;
    }

    /// <summary>The events of a settled range, in order.</summary>
    internal async Task<IReadOnlyList<StoredEvent>> ReadRangeAsync(long after, long through, SkippedEvents skipped, bool withMetadata, CancellationToken ct)
    {
        var (rows, unreadable) = await FetchAsync(withMetadata ? Columns : ColumnsWithoutMetadata, after, through, int.MaxValue, skipped, ct);
        rows.RemoveAll(e => skipped.Contains(e.Position));
        return unreadable is null ? rows : throw unreadable;
    }

    private static readonly EventMetadata Nobody = new(Guid.Empty);

    internal static StoredEvent ReadRow(NpgsqlDataReader reader, EventMap events)
    {
        var name = reader.GetString(4);
        return new StoredEvent(
            reader.GetInt64(0),
            reader.GetGuid(1),
            reader.GetGuid(2),
            reader.GetInt64(3),
            name,
            events.Read(name, reader.GetFieldValue<byte[]>(5)),
            reader.FieldCount == 7
                ? null!
                : new EventMetadata(
                    reader.GetGuid(7),
                    reader.IsDBNull(8) ? null : reader.GetGuid(8),
                    reader.IsDBNull(9) ? null : reader.GetGuid(9),
                    reader.IsDBNull(10) ? null : reader.GetString(10)),
            reader.GetFieldValue<DateTimeOffset>(6));
    }

    private async Task<(List<StoredEvent> Rows, UnreadableEventException? Unreadable)> FetchAsync(string columns, long after, long through, int limit, SkippedEvents skipped, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand($"{columns} where position > $1 and position <= $3 order by position limit $2");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<StoredEvent>();
        while (await reader.ReadAsync(ct))
        {
            try
            {
                rows.Add(ReadRow(reader, log.Events));
            }
            catch (UnreadableEventException) when (skipped.Contains(reader.GetInt64(0)))
            {
                // It keeps its place, so that what comes before and after it is settled as ever; then it is taken out.
                rows.Add(new StoredEvent(reader.GetInt64(0), Guid.Empty, Guid.Empty, 0, string.Empty, skipped, Nobody, default));
            }
            catch (UnreadableEventException e)
            {
                // What comes before it can still be delivered; the follower then stops at it and says so.
                return (rows, new UnreadableEventException($"{log.Schema}, position {reader.GetInt64(0)}: {e.Message}", e) { Position = reader.GetInt64(0) });
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
        await using var command = log.DataSource.CreateCommand(
            """
            select virtualtransaction from pg_locks
            where locktype = 'relation' and granted and mode = 'RowExclusiveLock'
              and database = (select oid from pg_database where datname = current_database())
              and relation = 'events'::regclass
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

/// <summary>Events that may be delivered, and the checkpoint that covers them (and the settled holes among them).</summary>
public sealed record LogPage(IReadOnlyList<StoredEvent> Events, long Through);
