using System.Diagnostics;
using Npgsql;

namespace EcoprodPlatform.Testing;

/// <summary>What <c>pg_dump</c> writes of a database: all that a backup of it would hold.</summary>
public static class PostgresDump
{
    public static async Task<string> OfAsync(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        // The newest: an older one refuses a newer server.
        var program = Directory.GetFiles("/usr/lib/postgresql", "pg_dump", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        var start = new ProcessStartInfo(program, ["--host", server.Host!, "--port", $"{server.Port}", "--username", server.Username!, server.Database!])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = server.Password },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? dump : throw new InvalidOperationException(await errors);
    }
}
