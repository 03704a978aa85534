using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EcoprodPlatform.Host.Embedded;

/// <summary>What <c>postmaster.pid</c> says, and whether it is true: the file outlives a killed server.</summary>
internal sealed record PostmasterPid(int Pid, int Port, bool IsReady)
{
    /// <summary>The file of <paramref name="cluster"/>, or null when there is none or it is not complete yet.</summary>
    public static PostmasterPid? Read(string cluster)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(cluster));
            return lines.Length >= 4
                && int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var pid)
                && int.TryParse(lines[3], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? new PostmasterPid(Math.Abs(pid), port, lines.Length >= 8 && lines[7].StartsWith("ready", StringComparison.Ordinal))
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>
    /// Whether the process still is that server: it works in the cluster's folder. The pid alone proves nothing, it may be
    /// another program's by now, or a zombie that nobody has collected.
    /// </summary>
    public bool IsAlive(string cluster) => WorksIn(Pid, cluster);

    /// <summary>What the server of a cluster is called in the list of processes.</summary>
    public static string NameOf(string cluster)
        => $"ecoprod-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RealPath(cluster))))[..12]}";

    /// <summary>Processes that still work in the cluster's folder, children of a killed server included.</summary>
    public static IReadOnlyList<int> WorkingIn(string cluster)
        => Directory.Exists("/proc")
            ? [.. Directory.EnumerateDirectories("/proc")
                .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
                .Where(pid => pid > 0 && WorksIn(pid, cluster))]
            : [];

    private static bool WorksIn(int pid, string cluster)
    {
        var real = RealPath(cluster);
        try
        {
            return string.Equals(File.ResolveLinkTarget($"/proc/{pid}/cwd", returnFinalTarget: false)?.FullName, real, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false; // gone, or a zombie
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // In a container without the right to look at other users' processes, the server's command line still names it.
            return CommandLine(pid).Contains(NameOf(real), StringComparison.Ordinal);
        }
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).LinkTarget is { } target)
            {
                real = RealPath(Path.Combine(Path.GetDirectoryName(real)!, target));
            }
        }

        return real;
    }
}
