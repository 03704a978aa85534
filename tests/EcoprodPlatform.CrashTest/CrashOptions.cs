namespace EcoprodPlatform.CrashTest;

/// <summary>What a crash test does, and where it tells of it.</summary>
public sealed record CrashOptions
{
    /// <summary>All that is random is drawn from it: faults, moments, what clients ask for.</summary>
    public required int Seed { get; init; }

    /// <summary>kill -9 of hosts.</summary>
    public required int Kills { get; init; }

    /// <summary>Immediate stops of PostgreSQL.</summary>
    public required int DatabaseCrashes { get; init; }

    /// <summary>Kills and stops of RabbitMQ.</summary>
    public required int BrokerOutages { get; init; }

    /// <summary>Outages of the SMTP server: gone, killed, silent, hanging up, putting off, slow.</summary>
    public required int MailOutages { get; init; }

    /// <summary>Requests a second that clients try to send, both platforms together.</summary>
    public double Rate { get; init; } = 20;

    /// <summary>PostgreSQL writes to the disk as in production.</summary>
    public bool IsDurable { get; init; }

    /// <summary>How long what was caused may take at the end, once everything is back.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long a patient kill waits until every host of the platform is ready.</summary>
    public TimeSpan KillPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long another host may take to own what a killed one owned.</summary>
    public TimeSpan TakeoverLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Where the hosts' logs go when something is not as it must be.</summary>
    public required string Folder { get; init; }

    /// <summary>Told what happens, line by line.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Outages in proportion to the kills, as in the long form.</summary>
    public static CrashOptions Long(int kills, int seed) => new()
    {
        Seed = seed,
        Kills = kills,
        DatabaseCrashes = Math.Max(1, kills / 12),
        BrokerOutages = Math.Max(1, kills / 14),
        MailOutages = Math.Max(1, kills / 8),
        IsDurable = true,
        Folder = "artifacts/crash",
    };
}
