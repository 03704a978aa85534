namespace EcoprodPlatform.Host.Demo;

/// <summary>
/// The clock of the demo command: it tells the day on which the story takes place, so that demo projects have a past.
/// Timers run on real time.
/// </summary>
internal sealed class DemoClock : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public void MoveTo(DateTimeOffset moment) => Interlocked.Exchange(ref _offset, (moment - System.GetUtcNow()).Ticks);
}
