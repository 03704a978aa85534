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

    /// <summary>The factors that the person has marked.</summary>
    public const string Favourites = $"{Factors}/favoris";

    public static string MarkFavourite(string code) => $"{Factor(code)}/favori";

    /// <summary>Data entry; of the two assessments also <see cref="FootprintLinks.Provisional"/> and <see cref="FootprintLinks.Final"/>.</summary>
    public static string Data(Guid id, AssessmentKind kind) => $"/bilans/{id}/{kind}";

    public static string Line(Guid id, AssessmentKind kind, Guid line) => $"{Data(id, kind)}/lignes/{line}";

    /// <summary>A block of the budget, pasted.</summary>
    public static string PasteLines(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/coller";

    /// <summary>The lines as a workbook: downloaded, edited, sent back.</summary>
    public static string EntrySheet(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/feuille";

    public static string EntryWorkbook(Guid id, AssessmentKind kind) => $"{EntrySheet(id, kind)}.xlsx";

    /// <summary>Lines once more, those of a day most often.</summary>
    public static string DuplicateLines(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/dupliquer";

    /// <summary>What another project has, taken into this one.</summary>
    public static string TakeOver(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/reprise";

    /// <summary>Undoes the edit that made a version of the assessment.</summary>
    public static string Undo(Guid id, AssessmentKind kind, string version) => $"{Data(id, kind)}/modifications/{version}/annulation";

    public static string RemoveLine(Guid id, AssessmentKind kind, Guid line) => $"{Line(id, kind, line)}/suppression";

    public static string Comments(Guid id, AssessmentKind kind, Guid line) => $"{Line(id, kind, line)}/commentaires";

    public static string RemoveComment(Guid id, AssessmentKind kind, Guid line, Guid comment) => $"{Comments(id, kind, line)}/{comment}/retrait";

    public static string Evidence(Guid id, AssessmentKind kind, Guid line) => $"{Line(id, kind, line)}/justificatifs";

    public static string EvidenceFile(Guid id, AssessmentKind kind, Guid line, Guid document) => $"{Evidence(id, kind, line)}/{document}";

    public static string DetachEvidence(Guid id, AssessmentKind kind, Guid line, Guid document) => $"{EvidenceFile(id, kind, line, document)}/retrait";

    public static string ReuseEvidence(Guid id, AssessmentKind kind, Guid line) => $"{Evidence(id, kind, line)}/reprise";

    public static string Questionnaire(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/questionnaire";

    public static string Section(Guid id, AssessmentKind kind, string section) => $"{Questionnaire(id, kind)}/{section}";

    public static string SwitchSection(Guid id, AssessmentKind kind, string section) => $"{Section(id, kind, section)}/concerne";

    /// <summary>Takes back the answer to a question that is no longer asked.</summary>
    public static string WithdrawAnswer(Guid id, AssessmentKind kind, string question) => $"{Questionnaire(id, kind)}/{question}/retrait";

    /// <summary>A question on the page of its section.</summary>
    public static string Question(Guid id, AssessmentKind kind, LineOrigin origin) => $"{Section(id, kind, origin.Section)}#q-{origin.Question}";

    /// <summary>The final assessment against the provisional one, a scenario against what it was copied from.</summary>
    public static string Variance(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/ecart";

    /// <summary>What would reduce the newest assessment.</summary>
    public static string Advice(Guid id) => $"/bilans/{id}/conseils";

    public static string AdviceScenario(Guid id, string advice) => $"{Advice(id)}/{advice}/scenario";

    /// <summary>What is deposited with the CNC.</summary>
    public static string Deposit(Guid id) => $"/bilans/{id}/depot-cnc";

    public static string DepositPack(Guid id) => $"{Deposit(id)}/dossier.zip";

    public static string WithdrawApproval(Guid id) => $"{FootprintLinks.Approvals}/{id}/retrait";

    /// <summary>Where the variance of the final assessment was before there were scenarios; bookmarks lead on.</summary>
    public static string FormerVariance(Guid id) => $"/bilans/{id}/ecart";

    /// <summary>What is left to do.</summary>
    public static string Todo(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/a-faire";

    /// <summary>What the current catalogue would change.</summary>
    public static string Upgrade(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/catalogue";

    /// <summary>Where a project looks for a factor that the catalogue lacks.</summary>
    /// <summary>Factors of other projects, to be taken over.</summary>
    public static string TakeOverFactors(Guid id) => $"{OwnFactors(id)}/autres-projets";

    public static string BaseCarboneSearch(Guid id) => $"{OwnFactors(id)}/base-carbone";

    /// <summary>The form of a factor, filled with an element of the Base Carbone.</summary>
    public static string TakeElement(Guid id, string element) => $"{OwnFactors(id)}?{Footprint.OwnFactors.TakeElement.Element}={Uri.EscapeDataString(element)}#ajouter";

    /// <summary>The factors that a project has of its own.</summary>
    public static string OwnFactors(Guid id) => $"/bilans/{id}/facteurs";

    /// <summary>One of them, with its versions.</summary>
    public static string OwnFactor(Guid id, string code) => $"{OwnFactors(id)}/{code}";

    public static string RetireOwnFactor(Guid id, string code) => $"{OwnFactor(id, code)}/retrait";

    public static string ApiOwnFactor(Guid project, string code) => $"/api/footprints/{project}/factors/{code}";

    /// <summary>What a line of the project may use, by words.</summary>
    public static string ApiFactorSearch(Guid project) => $"/api/footprints/{project}/factor-search";

    public static string Scenarios(Guid id) => $"/bilans/{id}/scenarios";

    /// <summary>Where the pages of all scenarios of a project begin.</summary>
    public static string ScenarioData(Guid id) => $"/bilans/{id}/scenario-";

    public static string RenameScenario(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/nom";

    public static string RemoveScenario(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/suppression";

    public static string Workbook(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/bilan.xlsx";

    public static string Report(Guid id, AssessmentKind kind) => $"{Data(id, kind)}/bilan.pdf";

    public static string CopyProvisional(Guid id) => $"{FootprintLinks.Final(id)}/copie";

    public static string ApiAssessment(Guid project, AssessmentKind kind) => $"/api/footprints/{project}/{kind.Code}";

    /// <summary>The links by which departments fill their own questions.</summary>
    public static string DepartmentLinks(Guid id, AssessmentKind kind) => $"{Questionnaire(id, kind)}/liens";

    public static string EndDepartmentLink(Guid id, AssessmentKind kind, Guid link) => $"{DepartmentLinks(id, kind)}/{link}/fin";

    /// <summary>What a department's link opens, without an account.</summary>
    public static string Department(string key) => $"/saisie/{key}";

    public static string DepartmentSection(string key, string section) => $"{Department(key)}/{section}";

    public static string ApiDepartmentAnswers(string key) => $"/api/department-links/{key}/answers";

    public static string ApiDepartmentLink(Guid project, AssessmentKind kind, Guid link) => $"{ApiAssessment(project, kind)}/department-links/{link}";

    public static string ApiLines(Guid project, AssessmentKind kind) => $"{ApiAssessment(project, kind)}/lines";

    public static string ApiLine(Guid project, AssessmentKind kind, Guid line) => $"{ApiLines(project, kind)}/{line}";

    public static string ApiAnswers(Guid project, AssessmentKind kind) => $"/api/footprints/{project}/{kind.Code}/answers";

    public static string ApiEvidence(Guid project, AssessmentKind kind, Guid line) => $"{ApiLine(project, kind, line)}/evidence";
}
