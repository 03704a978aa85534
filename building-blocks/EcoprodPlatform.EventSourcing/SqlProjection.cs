using JasperFx.Events;
using Marten;
using Marten.Events.Projections;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// A read model as a Marten projection: a pure function from an event to SQL statements. It reads nothing in C# and adds in
/// the database, so it loses no update of a row that several streams share, and can be written with the append, replayed
/// and rebuilt.
/// </summary>
public abstract class SqlProjection : EventProjection
{
    /// <param name="name">Stored name of its progress (<c>project-list</c>).</param>
    /// <param name="version">Raised by one whenever what it writes changes: the rows made by an older version are then rebuilt by themselves.</param>
    protected SqlProjection(string name, int version = 1)
    {
        Name = name;
        Version = (uint)version;
        RowVersion = version;
    }

    internal int RowVersion { get; }

    /// <summary>The tables it owns, without schema; its SQL names them without schema too, so that a rebuild can fill shadow tables.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Inline: rows are written in the transaction of the append, and are there when the command answers.
    /// Otherwise asynchronous: rows follow within milliseconds, in the log's order, with their checkpoint.
    /// </summary>
    public virtual bool IsInline => true;

    /// <summary>
    /// Adds the statements for <paramref name="event"/>. Every event of the module is named: handled, or listed as not
    /// shown here; an unknown one throws (<see cref="Unknown"/>).
    /// </summary>
    public abstract void Apply(IEvent @event, ProjectionBatch rows);

    public sealed override ValueTask ApplyAsync(IDocumentOperations operations, IEvent e, CancellationToken cancellation)
    {
        Apply(e, new ProjectionBatch((sql, arguments) => operations.QueueOperation(new SqlOperation(sql, arguments))));
        return ValueTask.CompletedTask;
    }

    /// <summary>For an event that is neither handled nor listed as not shown: it must not pass in silence.</summary>
    protected InvalidOperationException Unknown(IEvent @event)
        => new($"The projection {Name} neither handles nor ignores {@event.EventTypeName}.");

    /// <summary>Adds to <paramref name="batch"/> what <paramref name="events"/> change.</summary>
    internal void Fill(NpgsqlBatch batch, IEnumerable<IEvent> events)
    {
        var rows = new ProjectionBatch((sql, arguments) => batch.BatchCommands.Add(SqlStatement.Of(sql, arguments)));
        foreach (var @event in events)
        {
            Apply(@event, rows);
        }
    }
}

/// <summary>A read model of the streams of one aggregate: it sees their events only, which lie under one type.</summary>
public abstract class SqlProjection<TEvent>(string name, int version = 1) : SqlProjection(name, version)
    where TEvent : class
{
    public sealed override void Apply(IEvent @event, ProjectionBatch rows)
    {
        if (@event.Data is TEvent data)
        {
            Apply(data, @event, rows);
        }
    }

    /// <summary>Adds the statements for <paramref name="event"/>. Each is named: handled, or listed as not shown here; an unknown one throws (<see cref="SqlProjection.Unknown"/>).</summary>
    /// <param name="event">What happened.</param>
    /// <param name="stored">When, by whom, in which stream.</param>
    /// <param name="rows">Takes the statements.</param>
    protected abstract void Apply(TEvent @event, IEvent stored, ProjectionBatch rows);
}

/// <summary>The statements of events, in order.</summary>
public sealed class ProjectionBatch
{
    private readonly Action<string, object?[]> _run;

    public ProjectionBatch(Action<string, object?[]> run) => _run = run;

    /// <summary>Adds a statement. Parameters are positional: $1, $2…</summary>
    public void Run(string sql, params object?[] arguments) => _run(sql, arguments);
}
