namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>What a page shows of a line's evidence.</summary>
/// <param name="By">Who looks.</param>
/// <param name="Others">Files of the project's other lines.</param>
/// <param name="Form">The form that sends files.</param>
public sealed record EvidenceView(
    ProjectView Project, AssessmentKind Kind, SheetLine There, PersonId By, IReadOnlyList<EvidenceFile> Files, IReadOnlyList<EvidenceFile> Others, PageForm Form);

/// <summary>The evidence of a line as pages show it.</summary>
internal sealed class EvidencePages(ProjectAccess access, AssessmentSheets sheets, EvidenceFiles evidence)
{
    /// <summary>For somebody who is about to change something: whoever may not is told so on a page of its own.</summary>
    public Task<ProjectView> EditAsync(ProjectId id, Actor by, CancellationToken ct) => access.EditAsync(id, by, ct);

    /// <summary>The page of a line's evidence, for everybody on the project.</summary>
    public async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, LineId line, PageForm form, Actor by, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, by, ct);
        var there = (await sheets.GetAsync(id, kind, ct)).Find(line) ?? throw Assessment.UnknownLine();
        return Page.Of(new EvidencePage { View = await ViewAsync(project, kind, there, form, by, ct) }, form.Status);
    }

    public async Task<EvidenceView> ViewAsync(ProjectView project, AssessmentKind kind, SheetLine there, PageForm form, Actor by, CancellationToken ct)
    {
        var files = await evidence.OfLineAsync(project.Id, kind, new LineId(there.Line.Id), ct);
        return new EvidenceView(project, kind, there, by.Id, files, project.May(DataAct.Change) ? await evidence.OfOtherLinesAsync(project.Id, files, ct) : [], form);
    }
}
