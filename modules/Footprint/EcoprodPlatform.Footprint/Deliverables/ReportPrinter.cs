using System.ComponentModel;
using EcoprodPlatform.Web.Printing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>
/// Prints a report as a tagged PDF by WeasyPrint, a program of its own (docs/decisions/0027). To load it takes longer than to print, so one
/// that has printed is kept for the next report, for as long as somebody may want one.
/// </summary>
internal sealed class ReportPrinter : IDisposable
{
    public const string MediaType = "application/pdf";

    /// <summary>One takes a second of a processor and some 100 MB.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly DocumentRenderer _renderer;
    private readonly ILogger<ReportPrinter> _logger;
    private readonly string _python;
    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly ITimer _tidying;
    private PrintWorker? _waiting;

    public ReportPrinter(DocumentRenderer renderer, ILogger<ReportPrinter> logger, IConfiguration settings, TimeProvider clock)
    {
        (_renderer, _logger, _python) = (renderer, logger, settings["Reports:Python"] ?? "/usr/bin/python3");
        _tidying = clock.CreateTimer(_ => Keep(null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Loads WeasyPrint while somebody reads the page that offers a report: the first is then printed as soon as any other.</summary>
    public void GetReady()
    {
        if (Volatile.Read(ref _waiting) is not null || _free.CurrentCount < AtOnce)
        {
            return;
        }

        try
        {
            Keep(PrintWorker.Start(_python, _logger));
        }
        catch (Win32Exception e)
        {
            // Whoever asks for the report is told.
            _logger.LogDebug(e, "WeasyPrint cannot be started");
        }
    }

    /// <exception cref="RuleBrokenException"><c>footprint.report-unavailable</c>: it is not installed, failed, took too long, or has too much to do.</exception>
    public async Task<byte[]> PrintAsync(AssessmentReport report, CancellationToken ct)
    {
        var html = await _renderer.RenderAsync(new ReportDocument { Report = report });
        if (!await _free.WaitAsync(Wait, ct))
        {
            throw Unavailable();
        }

        try
        {
            // One that was kept may have died meanwhile, and any of them on the way: a fresh one tries once more.
            return await TryAsync(html, ct) ?? await TryAsync(html, ct) ?? throw Unavailable();
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _tidying.Dispose();
        _free.Dispose();
        Keep(null);
    }

    /// <summary>The PDF; null where the worker died of it.</summary>
    private async Task<byte[]?> TryAsync(string html, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        PrintWorker? worker = null;
        try
        {
            worker = Interlocked.Exchange(ref _waiting, null) ?? PrintWorker.Start(_python, _logger);
            var pdf = await worker.PrintAsync(html, limit.Token);
            Keep(worker);
            worker = null;
            return pdf.AsSpan().StartsWith("%PDF"u8) ? pdf : throw Unavailable();
        }
        catch (IOException e)
        {
            _logger.LogError(e, "WeasyPrint ended early: are the packages python3 and weasyprint installed?");
            return null;
        }
        catch (Win32Exception e)
        {
            _logger.LogError(e, "{Python} cannot be started: is the package weasyprint installed?", _python);
            throw Unavailable();
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            _logger.LogError(e, "WeasyPrint took longer than {Limit}", Limit);
            throw Unavailable();
        }
        finally
        {
            worker?.Dispose();
        }
    }

    /// <summary>Puts one aside for the next report; one that lay there already ends.</summary>
    private void Keep(PrintWorker? worker)
    {
        Interlocked.Exchange(ref _waiting, worker)?.Dispose();
        if (worker is not null)
        {
            _tidying.Change(Kept, Timeout.InfiniteTimeSpan);
        }
    }

    private static RuleBrokenException Unavailable() => RuleBrokenException.Unavailable("footprint.report-unavailable", new(
        "Le rapport PDF ne peut pas être préparé pour l’instant. Réessayez dans une minute, ou téléchargez le classeur .xlsx : il contient les mêmes chiffres.",
        "The PDF report cannot be made at the moment. Try again in a minute, or download the .xlsx workbook: it holds the same figures."), TimeSpan.FromMinutes(1));
}
