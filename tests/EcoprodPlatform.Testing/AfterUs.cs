using System.Diagnostics;
using System.Globalization;

namespace EcoprodPlatform.Testing;

/// <summary>
/// Cleans up after this test process, however it ends. A shell outside our process tree reads from a pipe that we hold;
/// when we are gone (the test runner kills slow leavers) the pipe closes and it runs what was registered, last first.
/// </summary>
internal static class AfterUs
{
    private const string Script = """
        declare -A todo
        while IFS=' ' read -r action id command; do
          if [ "$action" = + ]; then todo[$id]=$command; else unset "todo[$id]"; fi
        done
        for id in $(printf '%s\n' "${!todo[@]}" | sort -rn); do eval "${todo[$id]}"; done
        """;

    private static readonly Lock Gate = new();
    private static StreamWriter? _pipe;
    private static int _last;

    /// <summary>Registers one line of shell; disposing takes it back.</summary>
    public static IDisposable Run(string command)
    {
        var id = Interlocked.Increment(ref _last);
        Tell($"+ {id.ToString(CultureInfo.InvariantCulture)} {command}");
        return new Registration(id);
    }

    /// <summary>Ends a process of ours that outlived us.</summary>
    public static IDisposable Kill(int pid) => Run($"kill -9 {pid.ToString(CultureInfo.InvariantCulture)} 2>/dev/null");

    public static string Quote(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Tell(string line)
    {
        lock (Gate)
        {
            if (_pipe is null)
            {
                // setsid --fork: the shell is nobody's child, so that killing our process tree does not reach it.
                // Its output must not be ours: whoever reads ours would wait for it.
                var start = new ProcessStartInfo("setsid", ["--fork", "bash", "-c", $"exec >/dev/null 2>&1\ncd /\n{Script}"])
                {
                    RedirectStandardInput = true,
                    UseShellExecute = false,
                };
                _pipe = Process.Start(start)!.StandardInput;
                _pipe.AutoFlush = true;
            }

            _pipe.Write(line + "\n");
        }
    }

    private sealed class Registration(int id) : IDisposable
    {
        public void Dispose() => Tell($"- {id.ToString(CultureInfo.InvariantCulture)}");
    }
}
