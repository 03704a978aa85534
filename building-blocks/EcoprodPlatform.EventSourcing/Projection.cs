using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Turns a module's events into rows of its read-model tables. A projection is a pure function from an event to SQL
/// statements: it reads nothing in C#, so it can be replayed, batched and rebuilt.
/// </summary>
public abstract class Projection
{
    /// <summary>Stored name of its progress (<c>project-list</c>).</summary>
    public abstract string Name { get; }

    /// <summary>The tables it owns, without schema; its SQL names them without schema too, so that a rebuild can fill shadow tables.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>
    /// Inline: rows are written in the transaction of the append, and are there when the command answers.
    /// Otherwise asynchronous: rows follow within milliseconds, in the log's order, with their checkpoint.
    /// </summary>
    public virtual bool IsInline => false;

    /// <summary>
    /// Adds the statements for <paramref name="event"/>. Every event of the module is named: handled, or listed as not
    /// shown here; an unknown one throws.
    /// </summary>
    public abstract void Apply(StoredEvent @event, ProjectionBatch rows);

    /// <summary>For the default branch of <see cref="Apply"/>: an event nobody thought of must not pass in silence.</summary>
    protected InvalidOperationException Unknown(StoredEvent @event)
        => new($"The projection {Name} neither handles nor ignores {@event.Name}.");
}

/// <summary>The statements of a batch of events, in order.</summary>
public sealed class ProjectionBatch
{
    private readonly NpgsqlBatch _batch;

    internal ProjectionBatch(NpgsqlBatch batch) => _batch = batch;

    /// <summary>Adds a statement. Parameters are positional: $1, $2…</summary>
    public void Run(string sql, params object?[] arguments) => _batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
}
