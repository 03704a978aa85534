using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using EcoprodPlatform.Web.Printing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>
/// Prints a report as a tagged PDF by WeasyPrint, a program of its own (docs/decisions/0027): HTML goes in, PDF comes out, nothing is fetched, and
/// it knows nothing of the host's settings.
/// </summary>
internal sealed class ReportPrinter(DocumentRenderer renderer, ILogger<ReportPrinter> logger, IConfiguration settings) : IDisposable
{
    public const string MediaType = "application/pdf";

    /// <summary>One takes a second or two of a processor and some 100 MB.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _free = new(AtOnce);

    /// <exception cref="RuleBrokenException"><c>footprint.report-unavailable</c>: it is not installed, failed, took too long, or has too much to do.</exception>
    public async Task<byte[]> PrintAsync(AssessmentReport report, CancellationToken ct)
    {
        var html = await renderer.RenderAsync(new ReportDocument { Report = report });
        if (!await _free.WaitAsync(Wait, ct))
        {
            throw Unavailable();
        }

        try
        {
            return await RunAsync(html, ct);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private async Task<byte[]> RunAsync(string html, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        using var weasyPrint = Start();
        try
        {
            // All three at once: whoever waits for one pipe while another is full waits for ever.
            using var pdf = new MemoryStream();
            var (reading, saying) = (weasyPrint.StandardOutput.BaseStream.CopyToAsync(pdf, limit.Token), weasyPrint.StandardError.ReadToEndAsync(limit.Token));
            await weasyPrint.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(html), limit.Token);
            weasyPrint.StandardInput.Close();
            await reading;
            var said = await saying;
            await weasyPrint.WaitForExitAsync(limit.Token);
            if (weasyPrint.ExitCode == 0 && pdf.GetBuffer().AsSpan(0, (int)pdf.Length).StartsWith("%PDF"u8))
            {
                return pdf.ToArray();
            }

            logger.LogError("WeasyPrint ended with {Code} and {Bytes} bytes: {Said}", weasyPrint.ExitCode, pdf.Length, said);
            throw Unavailable();
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            logger.LogError(e, "WeasyPrint ended early or took longer than {Limit}", Limit);
            throw Unavailable();
        }
        finally
        {
            if (!weasyPrint.HasExited)
            {
                weasyPrint.Kill(entireProcessTree: true);
            }
        }
    }

    private Process Start()
    {
        // Of an address that no scheme knows nothing can be fetched.
        var start = new ProcessStartInfo(settings["Reports:WeasyPrint"] ?? "weasyprint", ["--quiet", "--encoding", "utf-8", "--pdf-variant", "pdf/ua-1", "--base-url", "nowhere:", "-", "-"])
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
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            logger.LogError(e, "WeasyPrint cannot be started: is the package weasyprint installed?");
            throw Unavailable();
        }
    }

    private static RuleBrokenException Unavailable() => RuleBrokenException.Unavailable("footprint.report-unavailable", new(
        "Le rapport PDF ne peut pas être préparé pour l’instant. Réessayez dans une minute, ou téléchargez le classeur .xlsx : il contient les mêmes chiffres.",
        "The PDF report cannot be made at the moment. Try again in a minute, or download the .xlsx workbook: it holds the same figures."), TimeSpan.FromMinutes(1));
}
