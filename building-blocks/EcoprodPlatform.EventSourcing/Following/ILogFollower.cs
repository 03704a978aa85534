namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>Something that follows a module's log from its own checkpoint: a projection, or the relay to the bus.</summary>
public interface ILogFollower
{
    /// <summary>Name of its row in <c>projections</c>.</summary>
    string Name { get; }

    /// <summary>Version of what it writes; rows of an older one are made anew before it follows (<see cref="SqlProjection"/>).</summary>
    int Version => 1;

    /// <summary>
    /// Takes a page of events and stores the new checkpoint, together. The checkpoint moves only if it still is
    /// <paramref name="from"/> (<see cref="Checkpoint.Move"/>), so that a host that lost ownership applies nothing.
    /// </summary>
    Task TakeAsync(ModuleLog log, LogPage page, long from, CancellationToken ct);
}
