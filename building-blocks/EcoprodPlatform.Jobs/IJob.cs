using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Jobs;

/// <summary>
/// Work that a clock starts. One host runs it, never two at once; a run that was cut off is begun again on another host, so
/// what it does may be done twice one after the other. An exception is shown to staff and tried again.
/// </summary>
public interface IJob
{
    /// <param name="ct">Cancelled when the host stops, and when it can no longer be sure that it alone runs the job.</param>
    Task RunAsync(CancellationToken ct);
}

/// <summary>A job and its clock.</summary>
/// <param name="Name">Stored name, <c>module:what</c>.</param>
/// <param name="Words">What it does, for staff.</param>
/// <param name="Cron">Minute, hour, day of the month, month, day of the week.</param>
/// <param name="Zone">Whose clock; the night the clock changes an hourly job in Paris runs once too often, so it is in UTC.</param>
/// <param name="Job">Its class.</param>
public sealed record RecurringJob(string Name, Text Words, string Cron, TimeZoneInfo Zone, Type Job);
