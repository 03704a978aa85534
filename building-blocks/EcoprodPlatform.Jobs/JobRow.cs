using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Jobs;

/// <summary>A job as staff see it.</summary>
/// <param name="Name">Its stored name.</param>
/// <param name="Words">What it does.</param>
/// <param name="NextAt">When it is due; null: not in the timetable yet.</param>
/// <param name="LastAt">When it began last; null: never.</param>
/// <param name="Took">How long the last run took; null while it runs and where it failed.</param>
/// <param name="Error">Why the last run failed.</param>
public sealed record JobRow(string Name, Text Words, DateTimeOffset? NextAt, DateTimeOffset? LastAt, JobState State, TimeSpan? Took, string? Error);

/// <summary>What became of a job's last run.</summary>
public enum JobState
{
    Never,
    Running,
    Done,
    Failed,

    /// <summary>It failed and will be tried again soon.</summary>
    Retrying,
}
