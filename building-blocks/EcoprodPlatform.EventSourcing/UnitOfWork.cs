using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Marten.Services;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Events of any number of streams, and the further SQL that must be true together with them (inbox row, mail, read
/// model), written by one Marten session in one transaction. All loads come before (docs/event-store.md).
/// </summary>
public sealed class UnitOfWork
{
    /// <summary>
    /// The first thing an append does: it draws its positions only while it holds the lock by which the exact reader knows
    /// it (<see cref="LogReader"/>). Marten's append function draws them before its first INSERT would take that lock.
    /// </summary>
    private static readonly SqlOperation AnnounceAppend = new("lock table mt_events in row exclusive mode", [], before: true);

    private readonly ModuleLog _log;
    private readonly IdSource _ids;
    private readonly TimeProvider _clock;
    private readonly Cause _cause;
    private readonly SortedDictionary<Guid, StreamMove> _streams = [];
    private readonly List<IEvent> _events = [];
    private readonly List<SqlOperation> _also = [];
    private readonly RequestOnce? _request;
    private bool _once;

    internal UnitOfWork(ModuleLog log, IdSource ids, TimeProvider clock, Cause cause, RequestOnce? request = null)
    {
        _request = request;
        _once = request is not null;
        _log = log;
        _ids = ids;
        _clock = clock;
        _cause = cause;
    }

    /// <summary>What has been appended so far, in order. Positions (<see cref="IEvent.Sequence"/>) are 0 until they are read back from the log.</summary>
    public IReadOnlyList<IEvent> Events => _events;

    /// <summary>First cause of the chain that this belongs to.</summary>
    public Guid Correlation => _cause.CorrelationId;

    public bool IsEmpty => _events.Count == 0 && _also.Count == 0;

    /// <summary>Appends to a loaded stream, on condition that it is still at the version it was loaded at.</summary>
    public UnitOfWork Append<T>(EventStream<T> stream, IEnumerable<object> events)
        where T : class, IAggregate<T>
    {
        if (!_streams.TryGetValue(stream.Id, out var move))
        {
            move = new StreamMove(typeof(T), stream.Version);
        }

        var now = _clock.GetUtcNow();
        foreach (var data in events)
        {
            var @event = _log.Events.Wrap(data);
            @event.Id = _ids.NewId();
            @event.StreamId = stream.Id;
            @event.Version = move.Next + 1;
            @event.Sign(_cause, now);
            move.Events.Add(@event);
            _events.Add(@event);
        }

        if (move.Events.Count > 0)
        {
            _streams[stream.Id] = move;
            move.Keep = T.SnapshotForm == 0 || move.Expected / KeptState<T>.Every == move.Next / KeptState<T>.Every ? null : session => session.Store(new KeptState<T>
            {
                Id = stream.Id,
                Version = move.Next,
                State = move.Events.Aggregate(stream.State, (state, e) => state.Apply(e.Data)),
            });
        }

        return this;
    }

    /// <summary>Appends to a loaded stream, on condition that it is still at the version it was loaded at.</summary>
    public UnitOfWork Append<T>(EventStream<T> stream, params object[] events)
        where T : class, IAggregate<T>
        => Append(stream, events.AsEnumerable());

    /// <summary>A statement to run in the same transaction, after the events and their inline rows. Parameters are positional: $1, $2…</summary>
    public UnitOfWork Also(string sql, params object?[] arguments)
    {
        _also.Add(new SqlOperation(sql, arguments));
        return this;
    }

    /// <summary>
    /// Takes words out of events that are stored already, for what its owner has deleted: the log only grows, but it need not know for
    /// ever what things were called. Version, position, name, time and author of each event stay, and so must whatever a fold needs
    /// (docs/event-store.md).
    /// </summary>
    /// <param name="stream">The stream, which is over with this unit of work.</param>
    /// <param name="less">What is left of <c>data</c>, as SQL; a constant.</param>
    /// <param name="events">Events that hold the words.</param>
    public UnitOfWork Forget<T>(EventStream<T> stream, string less, params IEnumerable<Type> events)
        where T : class, IAggregate<T>
    {
        Also($"update mt_events set data = {less} where stream_id = $1 and type = any ($2)", stream.Id, events.Select(_log.Events.NameOf).ToArray());
        return T.SnapshotForm == 0 ? this : Also($"delete from {KeptStates.TableOf<T>()} where id = $1", stream.Id);
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

    /// <summary>Writes everything. Throws <see cref="ConcurrencyException"/> and writes nothing when a stream has moved.</summary>
    public async Task<AppendResult> SaveAsync(CancellationToken ct)
    {
        if (IsEmpty && !_once)
        {
            return Result;
        }

        try
        {
            await WriteAsync(new SessionOptions(), ct);
        }
        catch (Exception e) when (_once && CommandLedger.IsRepeat(e))
        {
            // The first one's answer is on its way, or lost; this one's would name things that were never made.
            return _request is null ? (await CommandLedger.FindAsync(_log, _cause.CommandId, ct))! : throw new RepeatedRequestException();
        }

        _request?.IsDone = true;
        _log.Signal.Raise();
        return Result;
    }

    /// <summary>
    /// Writes everything inside a transaction of the caller, who must commit soon and then call
    /// <see cref="LogSignal.Raise"/>: followers of the log wait for an append that has drawn positions.
    /// </summary>
    public async Task SaveAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (_once && _request is null)
        {
            throw new InvalidOperationException("A command that is carried out once needs a transaction of its own, which ends where it is found to be repeated.");
        }

        if (!IsEmpty)
        {
            await WriteAsync(SessionOptions.ForTransaction(transaction), ct);
            _request?.IsDone = true;
        }
    }

    private AppendResult Result => new(_streams.ToDictionary(s => s.Key, s => s.Value.Next));

    private async Task WriteAsync(SessionOptions options, CancellationToken ct)
    {
        if (_streams.Count > 0)
        {
            options.ListenAt(new AfterInlineRows(_also));
        }

        await using var session = _log.Store.LightweightSession(options);
        if (_once)
        {
            session.QueueOperation(CommandLedger.Claim(_cause.CommandId, [.. _streams.Keys], [.. _streams.Values.Select(s => s.Next)]));
        }

        if (_streams.Count > 0)
        {
            session.QueueOperation(AnnounceAppend);
        }

        // In the order of their ids, so that two units of work on the same streams queue instead of deadlocking.
        foreach (var (id, move) in _streams)
        {
            if (move.Expected == 0)
            {
                session.Events.StartStream(move.Type, id, move.Events);
            }
            else
            {
                session.Events.Append(id, move.Next, move.Events);
            }

            move.Keep?.Invoke(session);
        }

        if (_streams.Count == 0)
        {
            _also.ForEach(session.QueueOperation);
        }

        try
        {
            await session.SaveChangesAsync(ct);
        }
        catch (Exception e) when (e is InvalidStreamOperationException || MartenErrors.IsConflict(e))
        {
            if (options.Transaction is not null || !await Archive.HoldsAsync(_log, [.. _streams.Keys], ct))
            {
                throw new ConcurrencyException($"A stream of {_log.Schema} was changed by someone else meanwhile.", e) { IsRace = options.Transaction is null };
            }

            throw RuleBrokenException.Conflict("stream.archived", new(
                "Ce dossier est archivé : il se consulte, mais ne se modifie plus. Demandez à l’équipe Ecoprod de le rouvrir.",
                "This record is archived: it can be read, but no longer changed. Ask Ecoprod’s team to reopen it."));
        }
        catch (Exception e)
        {
            MartenErrors.Unwrap(e);
            throw;
        }
    }

    private sealed class StreamMove(Type type, long expected)
    {
        public Type Type { get; } = type;

        public long Expected { get; } = expected;

        public List<IEvent> Events { get; } = [];

        public long Next => Expected + Events.Count;

        public Action<IDocumentSession>? Keep { get; set; }
    }

    /// <summary>Marten adds what inline projections write when it saves; what must come after that is added after that.</summary>
    private sealed class AfterInlineRows(List<SqlOperation> operations) : DocumentSessionListenerBase
    {
        public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
        {
            operations.ForEach(session.QueueOperation);
            return Task.CompletedTask;
        }
    }
}
