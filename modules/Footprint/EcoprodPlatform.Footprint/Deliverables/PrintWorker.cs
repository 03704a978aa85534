using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>WeasyPrint, loaded and waiting (print.py): HTML goes in, PDF comes out, one document after the other. It knows nothing of the host's settings and ends with it.</summary>
internal sealed class PrintWorker : IDisposable
{
    /// <summary>Far more than a report; a length beyond it was not written by print.py.</summary>
    private const int MostBytes = 200_000_000;

    private static readonly string Driver = Read();

    private readonly Process _process;

    private PrintWorker(Process process) => _process = process;

    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static PrintWorker Start(string python, ILogger logger)
    {
        var start = new ProcessStartInfo(python, ["-I", "-c", Driver])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var path = start.Environment.TryGetValue("PATH", out var there) ? there : null;
        // Passwords stand in the host's environment.
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        start.Environment["LANG"] = "C.UTF-8";
        // The fonts inside a PDF would be dated now: the same report is the same bytes.
        start.Environment["SOURCE_DATE_EPOCH"] = "315532800";
        // Fonts are looked up through a cache in it.
        start.Environment["HOME"] = Path.GetTempPath();
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is { Length: > 0 } line)
            {
                logger.LogWarning("WeasyPrint: {Line}", line);
            }
        };
        process.BeginErrorReadLine();
        return new PrintWorker(process);
    }

    /// <summary>The PDF; empty where this document cannot be printed.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public async Task<byte[]> PrintAsync(string html, CancellationToken ct)
    {
        var bytes = Encoding.UTF8.GetBytes(html);
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, bytes.Length);
        var (to, from) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        await to.WriteAsync(length, ct);
        await to.WriteAsync(bytes, ct);
        await to.FlushAsync(ct);
        await from.ReadExactlyAsync(length, ct);
        var pdf = new byte[BinaryPrimitives.ReadInt64LittleEndian(length) is >= 0 and <= MostBytes and var size ? size : throw new IOException("What came is no length of a PDF.")];
        await from.ReadExactlyAsync(pdf, ct);
        return pdf;
    }

    public void Dispose()
    {
        // Killed and not asked: it may be in the middle of something.
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Read()
    {
        using var driver = new StreamReader(typeof(PrintWorker).Assembly.GetManifestResourceStream("print.py")!);
        return driver.ReadToEnd();
    }
}
