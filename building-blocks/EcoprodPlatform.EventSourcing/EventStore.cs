using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using JasperFx.Events;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Loads streams of one module and begins units of work on them. <typeparamref name="TModule"/> only names the module,
/// so that a handler cannot be given another module's log by mistake.
/// </summary>
public sealed class EventStore<TModule>(ModuleLog<TModule> log, IdSource ids, TimeProvider clock)
{
    // Rows are read as the followers read them, not by Marten: it reads an archived stream as empty, does not look at a
    // stream's type, and takes an event under an unknown name for what its class is called. Versions are contiguous:
    // counting them spares reading them.
    private const string Rows = """
        select (select type from mt_streams where id = $1), type, data
        from mt_events where stream_id = $1 and version > $2 and version <= $3
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
        var (state, version) = T.SnapshotForm > 0 ? await KeptAsync<T>(id, upToVersion, ct) : (T.Empty, 0);
        await using var command = log.Log.DataSource.CreateCommand(Rows);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upToVersion });
        await using var reader = await command.ExecuteReaderAsync(ct);
        for (var first = true; await reader.ReadAsync(ct); version++, first = false)
        {
            if (first && !string.Equals(reader.GetString(0), T.StreamType, StringComparison.Ordinal))
            {
                throw new UnreadableEventException($"Stream {id} holds a {reader.GetString(0)}, not a {T.StreamType}.");
            }

            state = state.Apply(log.Log.Events.Read(reader.GetString(1), reader.GetFieldValue<byte[]>(2)).Data);
        }

        return new EventStream<T>(id, version, state);
    }

    /// <summary>
    /// One change of one stream: loads it, decides, and appends what was decided, which may be nothing. The rules speak before
    /// the version: that a thing is done already helps more than that the page is old.
    /// </summary>
    /// <param name="id">The stream.</param>
    /// <param name="seen">The version the person decided on; null: any.</param>
    /// <param name="by">Who.</param>
    /// <param name="decide">The events that follow from the state; throws <see cref="RuleBrokenException"/> where a rule says no.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>The version of the stream since.</returns>
    public async Task<long> ActAsync<T>(Guid id, long? seen, Actor by, Func<T, IEnumerable<object>> decide, CancellationToken ct)
        where T : class, IAggregate<T>
    {
        var stream = await LoadAsync<T>(id, ct);
        object[] decided = [.. decide(stream.State)];
        if (decided.Length == 0)
        {
            return stream.Version;
        }

        stream.Expect(seen);
        await Begin(by).Append(stream, decided).SaveAsync(ct);
        return stream.Version + decided.Length;
    }

    /// <summary>What the unit of work of a command wrote (<see cref="UnitOfWork.Once"/>); null when it has not been carried out.</summary>
    public Task<AppendResult?> ResultOfAsync(Guid command, CancellationToken ct) => CommandLedger.FindAsync(log.Log, command, ct);

    /// <summary>The stored events of one stream, oldest first: history pages and audits.</summary>
    public async Task<IReadOnlyList<IEvent>> ReadStreamAsync(Guid id, CancellationToken ct)
    {
        await using var command = log.Log.DataSource.CreateCommand($"{LogReader.Columns} where stream_id = $1 order by version");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<IEvent>();
        while (await reader.ReadAsync(ct))
        {
            events.Add(LogReader.ReadRow(reader, log.Log.Events));
        }

        return events;
    }

    /// <summary>Begins a unit of work: everything added to it is written in one transaction, or not at all.</summary>
    /// <param name="by">Who.</param>
    /// <param name="causedBy">The command or message that caused it; a new id when null.</param>
    /// <param name="correlation">First cause of the chain; the same as <paramref name="causedBy"/> when null.</param>
    /// <param name="reason">Why, where the domain asks.</param>
    public UnitOfWork Begin(Actor by, Guid? causedBy = null, Guid? correlation = null, string? reason = null)
    {
        var request = causedBy is null ? RequestOnce.Open : null;
        var cause = causedBy ?? request?.Command ?? ids.NewId();
        return new UnitOfWork(log.Log, ids, clock, Cause.Of(by.Id, cause, correlation ?? cause, reason), request);
    }

    private async Task<(T State, long Version)> KeptAsync<T>(Guid id, long upToVersion, CancellationToken ct)
        where T : class, IAggregate<T>
    {
        await using var session = log.Log.Store.QuerySession();
        var kept = await session.LoadAsync<KeptState<T>>(id, ct);
        return kept?.Version <= upToVersion ? (kept.State, kept.Version) : (T.Empty, 0);
    }
}

/// <summary>A module's log, found by the module's own type.</summary>
public sealed class ModuleLog<TModule>(ModuleLog log)
{
    public ModuleLog Log { get; } = log;

    /// <summary>Connections that run as the module's role with its schema as search path: for the SQL of its queries.</summary>
    public NpgsqlDataSource DataSource => Log.DataSource;
}
