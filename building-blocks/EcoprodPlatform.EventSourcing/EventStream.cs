using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.EventSourcing;

/// <summary>A loaded stream: its state and the version that state was folded at (0 when the stream does not exist).</summary>
public sealed record EventStream<T>(Guid Id, long Version, T State)
    where T : class, IAggregate<T>
{
    public bool Exists => Version > 0;

    /// <summary>
    /// Refuses a change that was decided on an older version than this. Called after the rules: to learn that a thing is done
    /// already helps more than to learn that the page is old.
    /// </summary>
    /// <param name="seen">The version the person decided on; null: any.</param>
    public void Expect(long? seen)
    {
        if (seen is { } version && version != Version)
        {
            throw new ConcurrencyException($"{T.StreamType} {Id} is at version {Version}, not at {version}.");
        }
    }
}
