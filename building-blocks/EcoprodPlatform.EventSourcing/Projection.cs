using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// A read model kept from a module's events. Two kinds: <see cref="SqlProjection"/>, statements per event, may be written
/// with the append; <see cref="RowProjection{TRow}"/>, rows folded in memory and written set by set, for volume.
/// </summary>
public abstract class Projection
{
    /// <summary>Stored name of its progress (<c>project-list</c>).</summary>
    public abstract string Name { get; }

    /// <summary>The tables it owns, without schema; its SQL names them without schema too, so that a rebuild can fill shadow tables.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>Raised by one whenever what it writes changes: the rows made by an older version are then rebuilt by themselves.</summary>
    public virtual int Version => 1;

    /// <summary>
    /// Inline: rows are written in the transaction of the append, and are there when the command answers.
    /// Otherwise asynchronous: rows follow within milliseconds, in the log's order, with their checkpoint.
    /// </summary>
    public virtual bool IsInline => false;

    /// <summary>Whether a rebuild must read who wrote each event and why.</summary>
    internal virtual bool WantsMetadata => true;

    /// <summary>For an event that is neither handled nor listed as not shown: it must not pass in silence.</summary>
    protected InvalidOperationException Unknown(StoredEvent @event)
        => new($"The projection {Name} neither handles nor ignores {@event.Name}.");

    /// <summary>Adds to <paramref name="batch"/> what <paramref name="events"/> change; may read the rows they touch through <paramref name="connection"/>.</summary>
    internal abstract Task FillAsync(NpgsqlBatch batch, NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken ct);

    /// <summary>What a rebuild pours the whole log into.</summary>
    internal abstract IRebuildBuffer OpenBuffer(NpgsqlDataSource source);
}

/// <summary>Takes the events of a rebuild, page by page, and leaves them in the tables that <c>source</c> sees.</summary>
internal interface IRebuildBuffer
{
    Task AddAsync(IReadOnlyList<StoredEvent> events, CancellationToken ct);

    Task FlushAsync(CancellationToken ct);
}
