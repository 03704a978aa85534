namespace EcoprodPlatform.CrashTest;

/// <summary>Something that goes wrong, after a pause.</summary>
internal abstract record Fault(TimeSpan Pause);

/// <summary>kill -9 of a host.</summary>
/// <param name="Pause">Before it.</param>
/// <param name="Server">Which.</param>
/// <param name="IsPatient">Only once every host of its platform is ready; else whatever state they are in, starting too.</param>
/// <param name="Down">Until it is started again.</param>
internal sealed record KillHost(TimeSpan Pause, int Server, bool IsPatient, TimeSpan Down) : Fault(Pause);

/// <summary>PostgreSQL stops as by <c>pg_ctl stop -m immediate</c>.</summary>
internal sealed record CrashDatabase(TimeSpan Pause, TimeSpan Down) : Fault(Pause);

/// <summary>RabbitMQ is killed, or stopped cleanly.</summary>
internal sealed record LoseBroker(TimeSpan Pause, bool IsKilled, TimeSpan Down) : Fault(Pause);

/// <summary>The SMTP server misbehaves.</summary>
internal sealed record CutMail(TimeSpan Pause, MailTrouble Trouble, TimeSpan Down) : Fault(Pause);

internal enum MailTrouble
{
    /// <summary>Stopped: connections are refused.</summary>
    Refused,

    /// <summary>Killed in the middle of what it was doing.</summary>
    Killed,

    /// <summary>Takes connections and says nothing.</summary>
    Silent,

    /// <summary>Takes the mail and hangs up instead of saying so.</summary>
    HangsUpKeeping,

    /// <summary>Hangs up without having taken the mail.</summary>
    HangsUpForgetting,

    /// <summary>"Later", to some recipients.</summary>
    PutsOff,

    /// <summary>Takes its time.</summary>
    Slow,
}

/// <summary>All faults of a run, drawn from its seed before it begins.</summary>
internal static class Plan
{
    public static IReadOnlyList<Fault> Of(CrashOptions options, int servers)
    {
        var random = new Random(options.Seed);
        // Every kind of mail trouble has its turn, in an order of chance.
        var troubles = Enum.GetValues<MailTrouble>().OrderBy(_ => random.Next()).ToArray();
        var faults = Enumerable.Range(0, options.Kills).Select(_ => (Fault)new KillHost(Seconds(0.1, 3), random.Next(servers), random.Next(10) < 7, Seconds(0, 1.5)))
            .Concat(Enumerable.Range(0, options.DatabaseCrashes).Select(_ => new CrashDatabase(Seconds(0.1, 2), Seconds(0, 2))))
            .Concat(Enumerable.Range(0, options.BrokerOutages).Select(_ => new LoseBroker(Seconds(0.1, 2), random.Next(4) > 0, Seconds(0, 3))))
            .Concat(Enumerable.Range(0, options.MailOutages).Select(n => new CutMail(Seconds(0.1, 2), troubles[n % troubles.Length], Seconds(2, 9))))
            .ToArray();
        random.Shuffle(faults);
        return faults;

        TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));
    }
}
