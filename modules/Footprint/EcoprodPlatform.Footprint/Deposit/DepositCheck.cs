using EcoprodPlatform.Footprint.Deliverables;
using EcoprodPlatform.Footprint.Reports;

namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>What of a project's footprint is ready to be deposited with the CNC: a check of what the platform knows, no verdict of the CNC's.</summary>
/// <param name="Reports">What is handed out of the assessments that have lines, provisional first.</param>
public sealed record DepositCheck(ProjectView Project, IReadOnlyList<AssessmentReport> Reports, IReadOnlyList<Approval> Approvals)
{
    /// <summary>In the order of the two deposits: with the budget, with the final cost, then what both say of the project.</summary>
    public IReadOnlyList<DepositItem> Items { get; } =
    [
        .. AssessmentKind.Both.SelectMany(kind => OfAssessment(Project.Id, kind, Reports.FirstOrDefault(r => r.Kind == kind))),
        new("closed", null, Project.IsClosed, new("Projet clôturé", "Project closed"), Project.FinalisedOn is { } day
            ? new($"clôturé le {Format.Date(day, Languages.French)}", $"closed on {Format.Date(day, Languages.English)}")
            : new("en dernier, une fois le bilan définitif saisi : la clôture est sans retour", "last of all, once the final assessment is entered: there is no way back from closing"),
            // Nobody is led to close a project before its shoot.
            Reports.Any(r => r.Kind == AssessmentKind.Final) ? ProjectLinks.Closure(Project.Id) : Links.Data(Project.Id, AssessmentKind.Final)),
        Given("duration", new("Durée de l’œuvre", "Duration of the work"), Project.DurationSeconds is > 0, Project.Id),
        Given("budget", new("Budget", "Budget"), Project.Budget is > 0, Project.Id),
        Given("country", new("Pays principal", "Lead country"), Project.LeadCountry is not null, Project.Id),
    ];

    /// <summary>The first of the two deposits, before the shoot, lacks nothing; the final assessment and the closing come after it.</summary>
    public bool IsReadyBeforeShoot => Reports.All(r => r.Kind == AssessmentKind.Provisional) && Items.All(i => i.IsMet || i.Kind == AssessmentKind.Final || i.Code == "closed");

    public bool IsComplete => Items.All(i => i.IsMet);

    /// <summary>The day that the figures are of; null while there are none.</summary>
    public DateOnly? Day => Reports.Count == 0 ? null : Reports.Max(r => r.Day);

    private static IEnumerable<DepositItem> OfAssessment(ProjectId project, AssessmentKind kind, AssessmentReport? report)
    {
        var of = kind.Code;
        if (report is null)
        {
            yield return new DepositItem($"{of}-lines", kind, false, kind.Name, new("aucune ligne", "no line"), Links.Data(project, kind));
            yield break;
        }

        var lines = Words.Count(report.Lines.Count, new("ligne", "line"), new("lignes", "lines"));
        yield return new DepositItem($"{of}-lines", kind, true, kind.Name, new($"{lines.Fr}, {Format.Co2e(report.Total, Languages.French)}", $"{lines.En}, {Format.Co2e(report.Total, Languages.English)}"), Links.Data(project, kind));
        yield return new DepositItem(
            $"{of}-questionnaire", kind, report.Open == 0, Of("Questionnaire", kind, "questionnaire"),
            report.Open == 0 ? new("aucune question en suspens", "no open question") : FootprintWords.OpenQuestions(report.Open), Links.Questionnaire(project, kind));
        yield return new DepositItem(
            $"{of}-factors", kind, report.Measured.Incomplete == 0, Of("Facteurs", kind, "factors"),
            FactorsOf(report.Measured),
            Links.Data(project, kind));
    }

    /// <summary>Factors of the project's own are no fault: who checks the deposit looks at their sources.</summary>
    private static Text FactorsOf(MeasuredView measured)
    {
        var incomplete = measured.Incomplete == 0
            ? new("aucun facteur incomplet", "no incomplete factor")
            : Words.Count(measured.Incomplete, new("ligne à facteur incomplet", "line with an incomplete factor"), new("lignes à facteur incomplet", "lines with an incomplete factor"));
        var own = FootprintWords.OwnFactors(measured.Own);
        return measured.Own == 0 ? incomplete : new($"{incomplete.Fr} ; {own.Fr}", $"{incomplete.En}; {own.En}");
    }

    private static Text Of(string fr, AssessmentKind kind, string en) => new($"{fr} du {kind.Name.Fr.ToLower(Languages.French)}", $"{kind.Name.En}, {en}");

    private static DepositItem Given(string code, Text what, bool isGiven, ProjectId project)
        => new(code, null, isGiven, what, isGiven ? new("renseigné", "given") : new("à renseigner", "to be given"), ProjectLinks.Configuration(project));
}

/// <summary>One thing that is looked at.</summary>
/// <param name="Kind">The assessment it is about; null for the project.</param>
/// <param name="Mend">The page where it is set right.</param>
public sealed record DepositItem(string Code, AssessmentKind? Kind, bool IsMet, Text What, Text Detail, string Mend);

/// <summary>Reads the check, for whoever may read the results.</summary>
internal sealed class DepositReader(ProjectAccess access, AssessmentSheets sheets, ReportReader reports, Approvals approvals)
{
    public async Task<DepositCheck> ReadAsync(ProjectId id, Actor by, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, by, ct);
        var there = new List<AssessmentReport>();
        foreach (var sheet in (await sheets.GetAsync(id, ct)).Where(s => s.Lines.Count > 0))
        {
            there.Add(await reports.ReadAsync(project, sheet, ct));
        }

        return new DepositCheck(project, there, await approvals.ListAsync(ct));
    }
}
