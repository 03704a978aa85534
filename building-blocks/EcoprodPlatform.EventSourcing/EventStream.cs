namespace EcoprodPlatform.EventSourcing;

/// <summary>A loaded stream: its state and the version that state was folded at (0 when the stream does not exist).</summary>
public sealed record EventStream<T>(Guid Id, long Version, T State)
    where T : class, IAggregate<T>
{
    public bool Exists => Version > 0;
}
