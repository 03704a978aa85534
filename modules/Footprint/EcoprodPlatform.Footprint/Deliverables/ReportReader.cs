using EcoprodPlatform.Footprint.Reports;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>Reads what is handed out of an assessment, for whoever may read its results.</summary>
internal sealed class ReportReader(ProjectAccess access, AssessmentSheets sheets, AnswerReader answers, QuestionnaireShelf shelf, FactorList factors)
{
    public async Task<AssessmentReport> ReadAsync(ProjectId id, AssessmentKind kind, Actor by, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, by, ct);
        var sheet = await sheets.GetAsync(id, kind, ct);
        return sheet.Lines.Count == 0 ? throw NothingToReport() : await ReadAsync(project, sheet, ct);
    }

    /// <summary>The same of an assessment that was read, and has lines.</summary>
    public async Task<AssessmentReport> ReadAsync(ProjectView project, AssessmentSheet sheet, CancellationToken ct)
    {
        var view = await answers.ViewAsync(project, sheet, ct);
        var sources = await factors.SourcesAsync(sheet.Lines, ct);
        return new AssessmentReport(project, MeasuredView.Of(project, sheet, sources), sources, view.IsBegun ? view.Open : 0, shelf.TitleOf);
    }

    public static RuleBrokenException NothingToReport() => RuleBrokenException.NotFound("footprint.nothing-to-report", new(
        "Ce bilan n’a pas encore de ligne : il n’y a rien à télécharger.",
        "This assessment has no line yet: there is nothing to download."));
}
