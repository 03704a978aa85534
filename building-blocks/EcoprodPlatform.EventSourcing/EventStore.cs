using System.Text.Json;
using EcoprodPlatform.Kernel;
using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Loads streams of one module and begins units of work on them. <typeparamref name="TModule"/> only names the module,
/// so that a handler cannot be given another module's log by mistake.
/// </summary>
public sealed class EventStore<TModule>(ModuleLog<TModule> log, IdSource ids, TimeProvider clock)
{
    /// <summary>The stream's state now; a stream that does not exist has version 0 and the empty state.</summary>
    public Task<EventStream<T>> LoadAsync<T>(Guid id, CancellationToken ct)
        where T : class, IAggregate<T>
        => LoadAsync<T>(id, long.MaxValue, ct);

    /// <summary>The stream's state as it was at <paramref name="upToVersion"/>.</summary>
    public async Task<EventStream<T>> LoadAsync<T>(Guid id, long upToVersion, CancellationToken ct)
        where T : class, IAggregate<T>
    {
        const string sql = """
            select s.type, e.version, e.name, e.data
            from streams s join events e on e.stream_id = s.id
            where s.id = $1 and e.version <= $2
            order by e.version
            """;
        await using var command = log.Log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upToVersion });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var state = T.Empty;
        var version = 0L;
        while (await reader.ReadAsync(ct))
        {
            if (version == 0 && !string.Equals(reader.GetString(0), T.StreamType, StringComparison.Ordinal))
            {
                throw new UnreadableEventException($"Stream {id} holds a {reader.GetString(0)}, not a {T.StreamType}.");
            }

            version = reader.GetInt64(1);
            state = state.Apply(log.Log.Events.Read(reader.GetString(2), reader.GetString(3)));
        }

        return new EventStream<T>(id, version, state);
    }

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

/// <summary>
/// Events of any number of streams, and the further SQL that must be true together with them (inbox row, mail, read
/// model), written as one batch. All loads come before; see property 1 of the event store (docs/event-store.md).
/// </summary>
public sealed class UnitOfWork
{
    private const string AppendSql = """
        with wanted as (
          select * from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as w(id, type, expected, next)
        ), created as (
          insert into streams (id, type, version)
          select id, type, next from wanted where expected = 0
          on conflict do nothing
          returning id
        ), moved as (
          update streams s set version = w.next
          from wanted w
          where s.id = w.id and w.expected > 0 and s.version = w.expected and s.type = w.type
          returning s.id
        ), checked as materialized (
          select must_match(
            (select count(*) from created) + (select count(*) from moved), (select count(*) from wanted), 'stale stream') as ok
        )
        insert into events (id, stream_id, version, name, data, metadata, recorded_at)
        select e.id, e.stream_id, e.version, e.name, e.data, $10, $11
        from checked, unnest($5::uuid[], $6::uuid[], $7::bigint[], $8::text[], $9::jsonb[]) as e(id, stream_id, version, name, data)
        where checked.ok
        """;

    private readonly ModuleLog _log;
    private readonly IdSource _ids;
    private readonly TimeProvider _clock;
    private readonly EventMetadata _metadata;
    private readonly Dictionary<Guid, Pending> _streams = [];
    private readonly List<StoredEvent> _events = [];
    private readonly List<NpgsqlBatchCommand> _also = [];

    internal UnitOfWork(ModuleLog log, IdSource ids, TimeProvider clock, EventMetadata metadata)
    {
        _log = log;
        _ids = ids;
        _clock = clock;
        _metadata = metadata;
    }

    /// <summary>What has been appended so far, in order. Positions are 0 until they are read back from the log.</summary>
    public IReadOnlyList<StoredEvent> Events => _events;

    public EventMetadata Metadata => _metadata;

    public bool IsEmpty => _events.Count == 0 && _also.Count == 0;

    /// <summary>Appends to a loaded stream, on condition that it is still at the version it was loaded at.</summary>
    public UnitOfWork Append<T>(EventStream<T> stream, IEnumerable<object> events)
        where T : class, IAggregate<T>
    {
        if (!_streams.TryGetValue(stream.Id, out var pending))
        {
            pending = new Pending(T.StreamType, stream.Version);
            _streams.Add(stream.Id, pending);
        }

        var now = _clock.GetUtcNow();
        foreach (var @event in events)
        {
            pending.Next++;
            _events.Add(new StoredEvent(0, _ids.NewId(), stream.Id, pending.Next, _log.Events.NameOf(@event.GetType()), @event, _metadata, now));
        }

        if (pending.Next == pending.Expected)
        {
            _streams.Remove(stream.Id);
        }

        return this;
    }

    /// <summary>Appends to a loaded stream, on condition that it is still at the version it was loaded at.</summary>
    public UnitOfWork Append<T>(EventStream<T> stream, params object[] events)
        where T : class, IAggregate<T>
        => Append(stream, events.AsEnumerable());

    /// <summary>A statement to run in the same transaction, after the events. Parameters are positional: $1, $2…</summary>
    public UnitOfWork Also(string sql, params object?[] arguments)
    {
        _also.Add(SqlStatement.Of(sql, arguments));
        return this;
    }

    /// <summary>Writes everything in one round trip. Throws <see cref="ConcurrencyException"/> and writes nothing when a stream has moved.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        if (IsEmpty)
        {
            return;
        }

        await using var connection = await _log.DataSource.OpenConnectionAsync(ct);
        await SaveAsync(connection, transaction: null, ct);
    }

    /// <summary>
    /// Writes everything inside a transaction of the caller, who must commit soon and then call
    /// <see cref="LogSignal.Raise"/>: followers of the log wait for an append that has drawn positions.
    /// </summary>
    public async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        if (IsEmpty)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (_events.Count > 0)
        {
            // Taken before a position is drawn and released after the commit is visible: this is how a reader
            // that meets a hole knows whom to wait for (LogReader).
            batch.BatchCommands.Add(SqlStatement.Of("select pg_advisory_xact_lock_shared($1)", _log.LockKey));
            batch.BatchCommands.Add(AppendStatement());
            foreach (var projection in _log.Definition.Projections.Where(p => p.IsInline))
            {
                var rows = new ProjectionBatch(batch);
                foreach (var @event in _events)
                {
                    projection.Apply(@event, rows);
                }
            }
        }

        foreach (var statement in _also)
        {
            batch.BatchCommands.Add(statement);
        }

        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState is "ECO01" or PostgresErrorCodes.DeadlockDetected
                                          || (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "events"))
        {
            throw new ConcurrencyException($"A stream of {_log.Schema} was changed by someone else meanwhile.", e);
        }

        if (transaction is null)
        {
            _log.Signal.Raise();
        }
    }

    private NpgsqlBatchCommand AppendStatement()
    {
        // One order of locking for everybody, so that two units of work on the same streams queue instead of deadlocking.
        var streams = _streams.OrderBy(s => s.Key).ToArray();
        var statement = new NpgsqlBatchCommand(AppendSql);
        var p = statement.Parameters;
        p.Add(SqlStatement.Array(NpgsqlDbType.Uuid, streams.Select(s => s.Key).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Text, streams.Select(s => s.Value.Type).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Bigint, streams.Select(s => s.Value.Expected).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Bigint, streams.Select(s => s.Value.Next).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Uuid, _events.Select(e => e.Id).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Uuid, _events.Select(e => e.StreamId).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Bigint, _events.Select(e => e.Version).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Text, _events.Select(e => e.Name).ToArray()));
        p.Add(SqlStatement.Array(NpgsqlDbType.Jsonb, _events.Select(e => _log.Events.Write(e.Data)).ToArray()));
        p.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(_metadata, EventMap.Json), NpgsqlDbType = NpgsqlDbType.Jsonb });
        p.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = _events[0].RecordedAt });
        return statement;
    }

    private sealed class Pending(string type, long expected)
    {
        public string Type { get; } = type;

        public long Expected { get; } = expected;

        public long Next { get; set; } = expected;
    }
}
