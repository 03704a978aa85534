using EcoprodPlatform.Footprint.Deliverables;
using EcoprodPlatform.Footprint.Upgrades;

namespace EcoprodPlatform.Footprint.Reports;

/// <summary>The results page: both assessments beside each other, split by department, post and phase (CC-15).</summary>
internal static class ShowResults
{
    public static void Map(Routes to)
        => to.Page(FootprintLinks.Results, ShowAsync);

    private static async Task<IResult> ShowAsync(ProjectId id, Asked asked, ProjectAccess access, AssessmentSheets sheets, FactorList factors, UpgradeReader upgrades, AnswerReader answers, AdviceShelf advice, ReportPrinter printer, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var measured = (await sheets.GetAsync(id, ct)).Where(s => s.Lines.Count > 0).ToList();
        var sources = await factors.SourcesAsync(measured.SelectMany(s => s.Lines), ct);
        var questions = new List<QuestionnaireView>();
        foreach (var sheet in measured)
        {
            questions.Add(await answers.ViewAsync(project, sheet, ct));
        }

        var outdated = new List<AssessmentSheet>();
        foreach (var sheet in project.IsClosed ? [] : measured)
        {
            if ((await upgrades.OfAsync(id, sheet, ct)).Lines.Count > 0)
            {
                outdated.Add(sheet);
            }
        }

        if (measured.Count > 0)
        {
            printer.GetReady();
        }

        return Page.Of(new ResultsPage
        {
            Project = project,
            Results = (IReadOnlyList<MeasuredView>)[.. measured.Select(s => MeasuredView.Of(project, s, sources))],
            Unfinished = [.. questions.Where(q => q.IsBegun && q.Open > 0)],
            Advice = measured.Count == 0 ? [] : await advice.ForAsync(project, measured[^1], ct),
            Outdated = outdated,
            Gaps = PerimeterGap.Among(measured.SelectMany(s => s.Lines), sources),
        });
    }
}

/// <summary>One assessment that has lines, with what is known of how sure it is.</summary>
/// <param name="WithUncertainty">Kilograms from factors whose source publishes an uncertainty.</param>
/// <param name="LinesWithUncertainty">Lines with such a factor.</param>
/// <param name="LinesToVerify">Lines whose factor is an order of magnitude or an old one.</param>
/// <param name="ToVerify">Kilograms of those lines.</param>
/// <param name="Incomplete">Lines whose factor leaves out a part of its emissions.</param>
/// <param name="Interval">Where the total lies; null where it comes to nothing.</param>
/// <param name="ByStatus">How much of it is known in which way.</param>
/// <param name="ByFossil">How much of it rests on fossil fuels burnt (CC-5).</param>
/// <param name="Own">Lines whose factor is the project's own.</param>
/// <param name="Catalogues">Versions of the catalogue that its lines were entered with.</param>
public sealed record MeasuredView(
    AssessmentSheet Sheet,
    Intensity PerMinute,
    Intensity PerEuro,
    Co2e WithUncertainty,
    int LinesWithUncertainty,
    Co2e ToVerify,
    int LinesToVerify,
    int Incomplete,
    Interval? Interval,
    IReadOnlyList<Share> ByStatus,
    IReadOnlyList<Share> ByFossil,
    int Own,
    IReadOnlyList<int> Catalogues)
{
    public ResultCube Result => Sheet.Result;

    internal static MeasuredView Of(ProjectView project, AssessmentSheet sheet, IReadOnlyDictionary<(string Code, int Version), Factor> sources)
    {
        var lines = sheet.Lines.Select(l => (l.Line, Source: sources.GetValueOrDefault((l.Line.Factor.Code, l.Line.Factor.CatalogueVersion)))).ToList();
        var known = lines.Where(l => l.Source?.UncertaintyPercent is not null).ToList();
        var weak = lines.Where(l => l.Source is null or { Provenance.IsSolid: false }).ToList();
        return new MeasuredView(
            sheet,
            Intensity.PerMinute(sheet.Result, project),
            Intensity.PerEuro(sheet.Result, project),
            new Co2e(known.Sum(l => l.Line.Emission.Kilograms)),
            known.Count,
            new Co2e(weak.Sum(l => l.Line.Emission.Kilograms)),
            weak.Count,
            lines.Count(l => l.Source?.Mark == FactorMark.Incomplete),
            LineUncertainty.Of([.. lines.Select(l => l.Line)], sources),
            StatusShares.Among(lines.Select(l => l.Line)),
            FossilShares.Among(lines.Select(l => l.Line), sources),
            lines.Count(l => OwnFactor.Is(l.Line.Factor.Code)),
            [.. lines.Select(l => l.Line.Factor).Where(f => !OwnFactor.Is(f.Code)).Select(f => f.CatalogueVersion).Distinct().Order()]);
    }
}
