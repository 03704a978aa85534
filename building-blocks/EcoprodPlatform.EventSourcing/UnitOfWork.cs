using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Events of any number of streams, and the further SQL that must be true together with them (inbox row, mail, read
/// model), written as one batch. All loads come before; see property 1 of the event store (docs/event-store.md).
/// </summary>
public sealed class UnitOfWork
{
    private readonly ModuleLog _log;
    private readonly IdSource _ids;
    private readonly TimeProvider _clock;
    private readonly EventMetadata _metadata;
    private readonly Dictionary<Guid, StreamMove> _streams = [];
    private readonly List<StoredEvent> _events = [];
    private readonly List<NpgsqlBatchCommand> _also = [];
    private bool _once;

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
            pending = new StreamMove(stream.Id, T.StreamType, stream.Version, T.SnapshotForm);
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
        else if (Snapshots.IsDue(pending))
        {
            pending.State = () => Snapshots.Write(_events.Where(e => e.StreamId == stream.Id).Aggregate(stream.State, (state, e) => state.Apply(e.Data)));
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

    /// <summary>
    /// Carries the command out once, however often it comes: what it began with as its cause is its id, and
    /// <see cref="SaveAsync(CancellationToken)"/> answers a repetition with the first result and writes nothing.
    /// </summary>
    public UnitOfWork Once()
    {
        _once = true;
        return this;
    }

    /// <summary>Writes everything in one round trip. Throws <see cref="ConcurrencyException"/> and writes nothing when a stream has moved.</summary>
    public async Task<AppendResult> SaveAsync(CancellationToken ct)
    {
        if (IsEmpty && !_once)
        {
            return Result;
        }

        await using var connection = await _log.DataSource.OpenConnectionAsync(ct);
        try
        {
            await WriteAsync(connection, transaction: null, ct);
        }
        catch (PostgresException e) when (_once && CommandLedger.IsRepeat(e))
        {
            return (await CommandLedger.FindAsync(_log, _metadata.CommandId!.Value, ct))!;
        }

        _log.Signal.Raise();
        return Result;
    }

    /// <summary>
    /// Writes everything inside a transaction of the caller, who must commit soon and then call
    /// <see cref="LogSignal.Raise"/>: followers of the log wait for an append that has drawn positions.
    /// </summary>
    public async Task SaveAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (_once)
        {
            throw new InvalidOperationException("A command that is carried out once needs a transaction of its own, which ends where it is found to be repeated.");
        }

        if (!IsEmpty)
        {
            await WriteAsync(connection, transaction, ct);
        }
    }

    private AppendResult Result => new(_streams.ToDictionary(s => s.Key, s => s.Value.Next));

    private async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        if (_once)
        {
            batch.BatchCommands.Add(CommandLedger.Claim(_metadata.CommandId!.Value, _streams.Values));
        }

        if (_events.Count > 0)
        {
            batch.BatchCommands.Add(AppendStatement.Of(_streams.Select(s => s.Value), _events, _log.Events, _metadata));
            foreach (var projection in _log.InlineProjections)
            {
                await projection.FillAsync(batch, connection, _events, ct);
            }

            foreach (var move in _streams.Values.Where(s => s.State is not null))
            {
                batch.BatchCommands.Add(Snapshots.Keep(move));
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
            if (transaction is null && await Archive.HoldsAsync(_log, _streams.Keys, ct))
            {
                throw RuleBrokenException.Conflict("stream.archived", new(
                    "Ce dossier est archivé : il se consulte, mais ne se modifie plus. Demandez à l’équipe Ecoprod de le rouvrir.",
                    "This record is archived: it can be read, but no longer changed. Ask Ecoprod’s team to reopen it."));
            }

            throw new ConcurrencyException($"A stream of {_log.Schema} was changed by someone else meanwhile.", e);
        }
    }
}
