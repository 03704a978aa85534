using System.Globalization;
using Hangfire;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;

namespace EcoprodPlatform.Jobs;

/// <summary>Every registered job with its last run and its next, as any host can tell.</summary>
public sealed class JobTimetable(JobDatabase database, IEnumerable<RecurringJob> jobs)
{
    public IReadOnlyList<JobRow> Read()
    {
        using var connection = database.Storage.GetConnection();
        var known = connection.GetRecurringJobs().ToDictionary(j => j.Id, StringComparer.Ordinal);
        var monitor = database.Storage.GetMonitoringApi();
        return [.. jobs.OrderBy(j => j.Name, StringComparer.Ordinal).Select(j => Row(j, known.GetValueOrDefault(j.Name), monitor))];
    }

    /// <summary>Has a job run now, beside its timetable; while it runs already nothing happens. False when there is no such job.</summary>
    public bool Run(string name)
    {
        if (jobs.All(j => j.Name != name))
        {
            return false;
        }

        new RecurringJobManager(database.Storage).Trigger(name);
        return true;
    }

    private static JobRow Row(RecurringJob job, RecurringJobDto? known, IMonitoringApi monitor)
    {
        var run = known?.LastJobId is { } id ? monitor.JobDetails(id)?.History.MaxBy(h => h.CreatedAt) : null;
        return new JobRow(job.Name, job.Words, Utc(known?.NextExecution), Utc(known?.LastExecution), State(run), Took(run), known?.Error ?? Said(run, "ExceptionMessage"));
    }

    private static JobState State(StateHistoryDto? run) => run?.StateName switch
    {
        null => JobState.Never,
        "Succeeded" => JobState.Done,
        "Failed" => JobState.Failed,
        // After a failure it waits to be tried again.
        "Scheduled" => JobState.Retrying,
        _ => JobState.Running,
    };

    private static TimeSpan? Took(StateHistoryDto? run)
        => long.TryParse(Said(run, "PerformanceDuration"), CultureInfo.InvariantCulture, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static string? Said(StateHistoryDto? run, string what) => run?.Data.TryGetValue(what, out var text) == true ? text : null;

    private static DateTimeOffset? Utc(DateTime? moment) => moment is { } m ? new DateTimeOffset(DateTime.SpecifyKind(m, DateTimeKind.Utc)) : null;
}
