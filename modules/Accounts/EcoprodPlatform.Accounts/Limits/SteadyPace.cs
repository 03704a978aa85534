namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// Makes answers about an address take the same time whether it has an account or not (<c>Accounts:AnswerMilliseconds</c>
/// at least), so that a clock cannot tell what the words do not.
/// </summary>
internal sealed class SteadyPace(IConfiguration configuration)
{
    private readonly TimeSpan least = TimeSpan.FromMilliseconds(configuration.GetValue("Accounts:AnswerMilliseconds", 400));

    // Real time on purpose: it is the caller's watch that must not tell.
    private readonly TimeProvider clock = TimeProvider.System;

    public long Start() => clock.GetTimestamp();

    /// <summary>Waits until the answer has taken as long as any.</summary>
    public Task HoldAsync(long started, CancellationToken ct)
        => clock.GetElapsedTime(started) is var spent && spent < least ? clock.Pause(least - spent, ct) : Task.CompletedTask;
}
