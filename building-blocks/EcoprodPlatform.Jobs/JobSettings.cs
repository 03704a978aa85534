using Microsoft.Extensions.Configuration;

namespace EcoprodPlatform.Jobs;

/// <summary>How jobs are run (docs/decisions/0015-hangfire.md).</summary>
public sealed record JobSettings
{
    /// <summary>Jobs that one host runs at the same time.</summary>
    public required int AtOnce { get; init; }

    /// <summary>How often a host looks for what is due: a statement or two each time, and the most a run is late.</summary>
    public required TimeSpan Poll { get; init; }

    /// <summary>After how long without a sign of life a run is taken over. A live host renews it, so a run may last much longer.</summary>
    public required TimeSpan TakeOver { get; init; }

    public static JobSettings From(IConfiguration configuration) => new()
    {
        AtOnce = configuration.GetValue("Jobs:AtOnce", 2),
        Poll = TimeSpan.FromSeconds(configuration.GetValue("Jobs:PollSeconds", 15)),
        TakeOver = TimeSpan.FromSeconds(configuration.GetValue("Jobs:TakeOverSeconds", 120)),
    };
}
