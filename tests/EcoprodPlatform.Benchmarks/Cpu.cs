using System.Diagnostics;
using System.Globalization;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// CPU time of this program and of the PostgreSQL cluster it uses, together. It hardly moves with what else runs on the
/// machine, so it is the better yardstick where durations are noisy.
/// </summary>
internal sealed class Cpu(int postmaster)
{
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>Microseconds since some moment; null where the server is not on this machine.</summary>
    public double Now => Process.GetCurrentProcess().TotalProcessorTime.TotalMicroseconds + (Ticks() * MicrosecondsPerTick);

    public static async Task<Cpu> OfAsync(Npgsql.NpgsqlDataSource source)
    {
        // The parent of the process that serves us is the postmaster.
        await using var command = source.CreateCommand("select pg_backend_pid()");
        var backend = (int)(await command.ExecuteScalarAsync())!;
        return new Cpu(int.Parse(Stat(backend)[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Microseconds that the server alone has used since some moment.</summary>
    public double Server => Ticks() * MicrosecondsPerTick;

    /// <summary>Microseconds that the process <paramref name="pid"/> has used since its start.</summary>
    public static double Of(int pid)
    {
        var stat = Stat(pid);
        return (long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture)) * MicrosecondsPerTick;
    }

    /// <summary>The most memory that this program and the cluster had together until <paramref name="ct"/>, in megabytes; what they share counts once.</summary>
    public async Task<double> MostMemoryAsync(CancellationToken ct)
    {
        var most = 0L;
        while (!ct.IsCancellationRequested)
        {
            most = Math.Max(most, Pss(Environment.ProcessId) + OfCluster((pid, _) => Pss(pid)));
            await Task.Delay(200, CancellationToken.None);
        }

        return most / 1024.0;
    }

    private long Ticks() => OfCluster((_, stat) => long.Parse(stat[11], CultureInfo.InvariantCulture) + long.Parse(stat[12], CultureInfo.InvariantCulture));

    private long OfCluster(Func<int, string[], long> of)
    {
        var sum = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                try
                {
                    var stat = Stat(pid);
                    if (pid == postmaster || int.Parse(stat[1], CultureInfo.InvariantCulture) == postmaster)
                    {
                        sum += of(pid, stat);
                    }
                }
                catch (IOException)
                {
                    // a process that has just ended
                }
            }
        }

        return sum;
    }

    /// <summary>Kilobytes of a process, its part of what it shares.</summary>
    private static long Pss(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/smaps_rollup").First(l => l.StartsWith("Pss:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    /// <summary>Fields of /proc/PID/stat from the third on; the second, the name, may hold spaces.</summary>
    private static string[] Stat(int pid)
    {
        var text = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
