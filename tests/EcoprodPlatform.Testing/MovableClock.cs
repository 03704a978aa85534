namespace EcoprodPlatform.Testing;

/// <summary>The system's clock, moved ahead or back.</summary>
public sealed class MovableClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    /// <summary>Moves the clock for good.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <summary>Moves the clock until disposed.</summary>
    public IDisposable Ahead(TimeSpan by)
    {
        Advance(by);
        return new Back(this, by);
    }

    public IDisposable At(DateTimeOffset moment) => Ahead(moment - GetUtcNow());

    private sealed class Back(MovableClock clock, TimeSpan by) : IDisposable
    {
        public void Dispose() => clock.Advance(-by);
    }
}
