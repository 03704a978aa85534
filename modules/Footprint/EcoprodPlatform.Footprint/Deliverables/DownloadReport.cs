using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>What is handed out of an assessment: a workbook and a printed report, to everybody who may read its results.</summary>
internal static class DownloadReport
{
    public static void Map(Routes to)
    {
        to.Page(Links.Workbook, WorkbookAsync);
        to.Page(Links.Report, PrintAsync);

        to.Get("/api/footprints/{projectId:guid}/{kind}/report.xlsx", GetWorkbookAsync, "GetReportWorkbook").Produces(StatusCodes.Status200OK, null, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        to.Get("/api/footprints/{projectId:guid}/{kind}/report.pdf", GetReportAsync, "GetReport").Produces(StatusCodes.Status200OK, null, ReportPrinter.MediaType).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> WorkbookAsync(ProjectId id, AssessmentKind kind, Asked asked, ReportReader reader, CancellationToken ct)
    {
        var report = await reader.ReadAsync(id, kind, asked.By, ct);
        return WorkbookFile.Of(FileName(kind), report.Day, ReportSheets.Of(report));
    }

    private static async Task<IResult> PrintAsync(ProjectId id, AssessmentKind kind, Asked asked, ReportReader reader, ReportPrinter printer, CancellationToken ct)
    {
        var report = await reader.ReadAsync(id, kind, asked.By, ct);
        return TypedResults.File(await printer.PrintAsync(report, ct), ReportPrinter.MediaType, $"{FileName(kind)}-{Format.Iso(report.Day)}.pdf");
    }

    /// <summary>The assessment as a workbook (.xlsx): summary, lines, factors, in the language asked for.</summary>
    private static Task<IResult> GetWorkbookAsync(ProjectId projectId, string kind, Asked asked, ReportReader reader, CancellationToken ct)
        => WorkbookAsync(projectId, AssessmentApi.KindOf(kind), asked, reader, ct);

    /// <summary>The assessment as a report to print (.pdf), in the language asked for.</summary>
    private static Task<IResult> GetReportAsync(ProjectId projectId, string kind, Asked asked, ReportReader reader, ReportPrinter printer, CancellationToken ct)
        => PrintAsync(projectId, AssessmentApi.KindOf(kind), asked, reader, printer, ct);

    private static Text FileName(AssessmentKind kind) => kind.IsScenario ? Text.Same("scenario")
        : kind == AssessmentKind.Provisional
        ? new("bilan-previsionnel", "provisional-assessment")
        : new("bilan-definitif", "final-assessment");
}
