namespace EcoprodPlatform.EventSourcing;

/// <summary>A stream that a unit of work moves from the version it was loaded at to the next.</summary>
internal sealed class StreamMove(Guid id, string type, long expected)
{
    public Guid Id { get; } = id;

    public string Type { get; } = type;

    public long Expected { get; } = expected;

    public long Next { get; set; } = expected;
}
