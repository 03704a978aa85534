using System.Diagnostics;

namespace EcoprodPlatform.Host.Embedded;

/// <summary>
/// The user the server runs as. PostgreSQL refuses root, so root lends it another identity: the owner of an existing
/// cluster, else <c>postgres</c>, else <c>nobody</c>. Anybody else runs it as themselves.
/// </summary>
internal sealed record ServerUser(string? Id)
{
    public static ServerUser For(string cluster)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser((string?)null);
        }

        if (Directory.Exists(cluster) && Capture("stat", "-c", "%u:%g", cluster) is { } owner && !owner.StartsWith("0:", StringComparison.Ordinal))
        {
            return new ServerUser(owner);
        }

        var accounts = File.ReadAllLines("/etc/passwd").Select(l => l.Split(':')).Where(f => f.Length > 3).ToList();
        var account = accounts.Find(f => f[0] is "postgres") ?? accounts.Find(f => f[0] is "nobody");
        return new ServerUser(account is null ? "65534:65534" : $"{account[2]}:{account[3]}");
    }

    /// <summary>Whether this user may enter <paramref name="folder"/>: every folder above must let them through.</summary>
    public bool CanEnter(string folder) => Id is null || Run([.. Prefix, "test", "-x", folder], "/dev/null") == 0;

    /// <summary>Hands a file or folder made by us to this user.</summary>
    public void Own(string path)
    {
        if (Id is not null)
        {
            Run(["chown", Id, path], "/dev/null");
        }
    }

    /// <summary>
    /// Runs a program as this user and waits. Its output goes to a file, never to a pipe: the server would inherit the
    /// pipe from pg_ctl, and whoever reads it would wait for as long as the server lives.
    /// </summary>
    public async Task<int> RunAsync(string outputFile, IEnumerable<string> command, CancellationToken ct)
    {
        using var process = Start([.. Prefix, .. command], outputFile);
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    private IEnumerable<string> Prefix
        => Id?.Split(':') is [var user, var group] ? ["setpriv", $"--reuid={user}", $"--regid={group}", "--clear-groups", "--"] : [];

    private static int Run(IEnumerable<string> command, string outputFile)
    {
        using var process = Start(command, outputFile);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static Process Start(IEnumerable<string> command, string outputFile)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" </dev/null >>\"$0\" 2>&1", outputFile, .. command])
        {
            WorkingDirectory = "/", // ours may be closed to that user
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name); // PGDATA, PGPORT, PGOPTIONS… of the caller's shell are for another server
        }

        start.Environment["LC_ALL"] = "C"; // messages are searched for known causes
        return Process.Start(start)!;
    }

    private static string? Capture(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer : null;
    }
}
