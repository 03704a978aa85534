namespace EcoprodPlatform.Kernel;

/// <summary>Pausing by the injected clock.</summary>
public static class Pauses
{
    /// <summary>Waits for a while; for back-off and polling as a safety net, never to wait for another part to be ready.</summary>
    public static Task Pause(this TimeProvider clock, TimeSpan delay, CancellationToken ct) => Task.Delay(delay, clock, ct);

    /// <summary>The same at the end of a loop that looks at <paramref name="stopping"/> itself: a stop ends the pause and is no failure.</summary>
    public static async Task PauseUnlessStopped(this TimeProvider clock, TimeSpan delay, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(delay, clock, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // the loop sees it
        }
    }
}
