using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Mail;

/// <summary>Spaces mails evenly, so that no second ever sees more than <paramref name="perSecond"/>.</summary>
internal sealed class SendingRate(int perSecond, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly long _apart = clock.TimestampFrequency / perSecond;
    private long _next;

    /// <summary>Until it is this mail's turn.</summary>
    public Task TurnAsync(CancellationToken ct)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var turn = Math.Max(_next, now);
            _next = turn + _apart;
            wait = clock.GetElapsedTime(now, turn);
        }

        return wait > TimeSpan.Zero ? clock.Pause(wait, ct) : Task.CompletedTask;
    }
}
