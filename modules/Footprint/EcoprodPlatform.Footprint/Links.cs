namespace EcoprodPlatform.Footprint;

/// <summary>Every URL of the module; those that others link to are in <see cref="FootprintLinks"/>.</summary>
internal static class Links
{
    public const string Factors = "/facteurs";

    public const string BaseCarbone = FootprintLinks.BaseCarbone;

    public static string BaseCarboneImport(Guid id) => $"{BaseCarbone}/{id}";

    /// <summary>One kind of change of an import.</summary>
    public static string BaseCarboneChanges(Guid id, string kind) => $"{BaseCarboneImport(id)}?{BaseCarboneFields.Kind}={kind}";

    public static string ConfirmBaseCarbone(Guid id) => $"{BaseCarboneImport(id)}/confirmation";

    public static string CancelBaseCarbone(Guid id) => $"{BaseCarboneImport(id)}/abandon";

    public static string ApiBaseCarboneImport(Guid id) => $"/api/base-carbone/imports/{id}";

    /// <summary>The catalogue, one shelf of it.</summary>
    public static string FactorsOf(string category) => $"{Factors}?{Assessments.LineFields.Category}={category}";

    public static string Factor(string code) => $"{Factors}/{Uri.EscapeDataString(code)}";

    public static string Data(Guid project, AssessmentKind kind)
        => kind == AssessmentKind.Provisional ? FootprintLinks.Provisional(project) : FootprintLinks.Final(project);

    public static string Line(Guid project, AssessmentKind kind, Guid line) => $"{Data(project, kind)}/lignes/{line}";

    /// <summary>A block of the budget, pasted.</summary>
    public static string PasteLines(Guid project, AssessmentKind kind) => $"{Data(project, kind)}/coller";

    /// <summary>The lines as a workbook: downloaded, edited, sent back.</summary>
    public static string EntrySheet(Guid project, AssessmentKind kind) => $"{Data(project, kind)}/feuille";

    public static string EntryWorkbook(Guid project, AssessmentKind kind) => $"{EntrySheet(project, kind)}.xlsx";

    /// <summary>Takes back what came in at once at a version of the assessment.</summary>
    public static string TakeBackLines(Guid project, AssessmentKind kind, string version) => $"{Data(project, kind)}/ajouts/{version}/annulation";

    public static string RemoveLine(Guid project, AssessmentKind kind, Guid line) => $"{Line(project, kind, line)}/suppression";

    public static string Evidence(Guid project, AssessmentKind kind, Guid line) => $"{Line(project, kind, line)}/justificatifs";

    public static string EvidenceFile(Guid project, AssessmentKind kind, Guid line, Guid document) => $"{Evidence(project, kind, line)}/{document}";

    public static string DetachEvidence(Guid project, AssessmentKind kind, Guid line, Guid document) => $"{EvidenceFile(project, kind, line, document)}/retrait";

    public static string ReuseEvidence(Guid project, AssessmentKind kind, Guid line) => $"{Evidence(project, kind, line)}/reprise";

    public static string Questionnaire(Guid project, AssessmentKind kind) => $"{Data(project, kind)}/questionnaire";

    public static string Section(Guid project, AssessmentKind kind, string section) => $"{Questionnaire(project, kind)}/{section}";

    public static string SwitchSection(Guid project, AssessmentKind kind, string section) => $"{Section(project, kind, section)}/concerne";

    /// <summary>Takes back the answer to a question that is no longer asked.</summary>
    public static string WithdrawAnswer(Guid project, AssessmentKind kind, string question) => $"{Questionnaire(project, kind)}/{question}/retrait";

    /// <summary>A question on the page of its section.</summary>
    public static string Question(Guid project, AssessmentKind kind, LineOrigin origin) => $"{Section(project, kind, origin.Section)}#q-{origin.Question}";

    /// <summary>The final assessment against the provisional one.</summary>
    public static string Variance(Guid id) => $"/bilans/{id}/ecart";

    public static string Workbook(Guid project, AssessmentKind kind) => $"{Data(project, kind)}/bilan.xlsx";

    public static string Report(Guid project, AssessmentKind kind) => $"{Data(project, kind)}/bilan.pdf";

    public static string CopyProvisional(Guid id) => $"{FootprintLinks.Final(id)}/copie";

    public static string ApiLine(Guid project, AssessmentKind kind, Guid line) => $"/api/footprints/{project}/{kind.Code()}/lines/{line}";

    public static string ApiAnswers(Guid project, AssessmentKind kind) => $"/api/footprints/{project}/{kind.Code()}/answers";

    public static string ApiEvidence(Guid project, AssessmentKind kind, Guid line) => $"{ApiLine(project, kind, line)}/evidence";
}
