namespace EcoprodPlatform.EventSourcing;

/// <summary>A stream that a unit of work moves from the version it was loaded at to the next.</summary>
internal sealed class StreamMove(Guid id, string type, long expected, int snapshotForm)
{
    public Guid Id { get; } = id;

    public string Type { get; } = type;

    public long Expected { get; } = expected;

    public long Next { get; set; } = expected;

    /// <summary>0 where the state is never kept.</summary>
    public int SnapshotForm { get; } = snapshotForm;

    /// <summary>The state after the move as JSON, where it may be kept.</summary>
    public Func<byte[]>? State { get; set; }
}
