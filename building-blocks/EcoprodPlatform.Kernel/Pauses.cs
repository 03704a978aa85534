namespace EcoprodPlatform.Kernel;

/// <summary>Pausing by the injected clock.</summary>
public static class Pauses
{
    /// <summary>Waits for a while; for back-off and polling as a safety net, never to wait for another part to be ready.</summary>
    public static Task Pause(this TimeProvider clock, TimeSpan delay, CancellationToken ct) => Task.Delay(delay, clock, ct);
}
