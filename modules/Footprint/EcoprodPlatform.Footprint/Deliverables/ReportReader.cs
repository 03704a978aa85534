using EcoprodPlatform.Footprint.Reports;

namespace EcoprodPlatform.Footprint.Deliverables;

/// <summary>Reads what is handed out of an assessment, for whoever may read its results.</summary>
internal sealed class ReportReader(ProjectAccess access, AnswerReader answers, QuestionnaireShelf shelf, FactorList factors)
{
    public async Task<AssessmentReport> ReadAsync(ProjectId id, AssessmentKind kind, Actor by, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, by, ct);
        var view = await answers.ViewAsync(project, kind, ct);
        if (view.Sheet.Lines.Count == 0)
        {
            throw RuleBrokenException.NotFound("footprint.nothing-to-report", new(
                "Ce bilan n’a pas encore de ligne : il n’y a rien à télécharger.",
                "This assessment has no line yet: there is nothing to download."));
        }

        var sources = await factors.SourcesAsync(view.Sheet.Lines, ct);
        return new AssessmentReport(project, MeasuredView.Of(project, view.Sheet, sources), sources, view.IsBegun ? view.Open : 0, shelf.TitleOf);
    }
}
