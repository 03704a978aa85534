namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>Shows and hands out the evidence of a line, to everybody on the project and to nobody else: a structure that sees the result in its space does not see what proves it.</summary>
internal static class ReadEvidence
{
    public static void Map(Routes to)
    {
        to.Page(Links.Evidence, (ProjectId id, AssessmentKind kind, LineId line, Asked asked, EvidencePages pages, CancellationToken ct) => pages.ShowAsync(id, kind, line, new PageForm(), asked.By, ct));
        to.Page(Links.EvidenceFile, SendAsync);

        to.Get("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/evidence", ListAsync, "ListEvidence");
        to.Get("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/evidence/{documentId:guid}", GetAsync, "GetEvidence").Produces(StatusCodes.Status200OK, null, "application/octet-stream");
    }

    private static async Task<IResult> SendAsync(
        ProjectId id, AssessmentKind kind, LineId line, DocumentId document, Asked asked, ProjectAccess access, EvidenceFiles evidence, DocumentStore<FootprintModule> documents, CancellationToken ct)
    {
        await access.ReadAsync(id, asked.By, ct);
        return documents.Download((await evidence.FindAsync(id, kind, line, document, ct)).Document);
    }

    /// <summary>The files that prove a line, in the order they were attached.</summary>
    private static async Task<EvidenceResource[]> ListAsync(
        ProjectId projectId, string kind, LineId lineId, Asked asked, ProjectAccess access, AssessmentSheets sheets, EvidenceFiles evidence, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await access.ReadAsync(projectId, asked.By, ct);
        _ = (await sheets.GetAsync(projectId, of, ct)).Find(lineId) ?? throw Assessment.UnknownLine();
        return [.. (await evidence.OfLineAsync(projectId, of, lineId, ct)).Select(EvidenceResource.Of)];
    }

    /// <summary>The bytes of a file that proves a line, under its own media type.</summary>
    private static Task<IResult> GetAsync(
        ProjectId projectId, string kind, LineId lineId, DocumentId documentId, Asked asked, ProjectAccess access, EvidenceFiles evidence, DocumentStore<FootprintModule> documents, CancellationToken ct)
        => SendAsync(projectId, AssessmentApi.KindOf(kind), lineId, documentId, asked, access, evidence, documents, ct);
}
