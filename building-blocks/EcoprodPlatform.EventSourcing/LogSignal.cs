namespace EcoprodPlatform.EventSourcing;

/// <summary>Wakes every follower of a log at once. A waiter that arrives after a signal it has not seen does not wait.</summary>
public sealed class LogSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();
    private long _count;

    /// <summary>How often it was raised; remember it before looking at the log, give it to <see cref="WaitAsync"/> after.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Raise()
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            _count++;
            woken = _next;
            _next = New();
        }

        woken.TrySetResult();
    }

    /// <summary>Until the signal has been raised more often than <paramref name="seen"/>, or <paramref name="atMost"/> has passed.</summary>
    public async Task WaitAsync(long seen, TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        Task next;
        lock (_gate)
        {
            if (_count > seen)
            {
                return;
            }

            next = _next.Task;
        }

        try
        {
            await next.WaitAsync(atMost, clock, ct);
        }
        catch (TimeoutException)
        {
            // the safety net: look at the log anyway
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
