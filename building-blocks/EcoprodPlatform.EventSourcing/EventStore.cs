using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Loads streams of one module and begins units of work on them. <typeparamref name="TModule"/> only names the module,
/// so that a handler cannot be given another module's log by mistake.
/// </summary>
public sealed class EventStore<TModule>(ModuleLog<TModule> log, IdSource ids, TimeProvider clock)
{
    // Versions are contiguous: counting them spares reading them.
    private const string LoadLive = """
        select (select type from streams where id = $1), name, data
        from events where stream_id = $1 and version <= $2
        order by version
        """;

    private const string LoadAnywhere = """
        select (select type from streams where id = $1), name, data
        from all_events where stream_id = $1 and version <= $2
        order by version
        """;

    private const string LoadSinceSnapshot = """
        with kept as materialized (
          select version, state from snapshots where stream_id = $1 and form = $3 and version <= $2
        )
        select (select type from streams where id = $1), null as name, state as data, version from kept
        union all
        select (select type from streams where id = $1), name, data, version
        from all_events where stream_id = $1 and version <= $2 and version > coalesce((select version from kept), 0)
        order by version
        """;

    /// <summary>The stream's state now; a stream that does not exist has version 0 and the empty state.</summary>
    public Task<EventStream<T>> LoadAsync<T>(Guid id, CancellationToken ct)
        where T : class, IAggregate<T>
        => LoadAsync<T>(id, long.MaxValue, ct);

    /// <summary>The stream's state as it was at <paramref name="upToVersion"/>.</summary>
    public async Task<EventStream<T>> LoadAsync<T>(Guid id, long upToVersion, CancellationToken ct)
        where T : class, IAggregate<T>
    {
        if (T.SnapshotForm > 0)
        {
            return await FoldAsync<T>(LoadSinceSnapshot, id, upToVersion, ct);
        }

        // Only a stream that is new or archived is looked for twice.
        var live = await FoldAsync<T>(LoadLive, id, upToVersion, ct);
        return live.Version > 0 ? live : await FoldAsync<T>(LoadAnywhere, id, upToVersion, ct);
    }

    private async Task<EventStream<T>> FoldAsync<T>(string sql, Guid id, long upToVersion, CancellationToken ct)
        where T : class, IAggregate<T>
    {
        await using var command = log.Log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upToVersion });
        if (T.SnapshotForm > 0)
        {
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = T.SnapshotForm });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        var state = T.Empty;
        var version = 0L;
        for (; await reader.ReadAsync(ct); version++)
        {
            if (version == 0 && !string.Equals(reader.GetString(0), T.StreamType, StringComparison.Ordinal))
            {
                throw new UnreadableEventException($"Stream {id} holds a {reader.GetString(0)}, not a {T.StreamType}.");
            }

            if (version == 0 && T.SnapshotForm > 0 && reader.IsDBNull(1))
            {
                state = Snapshots.Read<T>(reader.GetFieldValue<byte[]>(2));
                version = reader.GetInt64(3) - 1;
                continue;
            }

            state = state.Apply(log.Log.Events.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
        }

        return new EventStream<T>(id, version, state);
    }

    /// <summary>What the unit of work of a command wrote (<see cref="UnitOfWork.Once"/>); null when it has not been carried out.</summary>
    public Task<AppendResult?> ResultOfAsync(Guid command, CancellationToken ct) => CommandLedger.FindAsync(log.Log, command, ct);

    /// <summary>The stored events of one stream, oldest first: history pages and audits.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadStreamAsync(Guid id, CancellationToken ct)
    {
        await using var command = log.Log.DataSource.CreateCommand($"{LogReader.Columns} where stream_id = $1 order by version");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(ct))
        {
            events.Add(LogReader.ReadRow(reader, log.Log.Events));
        }

        return events;
    }

    /// <summary>Begins a unit of work: everything added to it is written in one round trip and one transaction, or not at all.</summary>
    /// <param name="by">Who.</param>
    /// <param name="causedBy">The command or message that caused it; a new id when null.</param>
    /// <param name="correlation">First cause of the chain; the same as <paramref name="causedBy"/> when null.</param>
    /// <param name="reason">Why, where the domain asks.</param>
    public UnitOfWork Begin(Actor by, Guid? causedBy = null, Guid? correlation = null, string? reason = null)
    {
        var cause = causedBy ?? ids.NewId();
        return new UnitOfWork(log.Log, ids, clock, new EventMetadata(by.Id, cause, correlation ?? cause, reason));
    }
}

/// <summary>A module's log, found by the module's own type.</summary>
public sealed class ModuleLog<TModule>(ModuleLog log)
{
    public ModuleLog Log { get; } = log;

    /// <summary>Connections that run as the module's role with its schema as search path: for the SQL of its queries.</summary>
    public NpgsqlDataSource DataSource => Log.DataSource;
}
