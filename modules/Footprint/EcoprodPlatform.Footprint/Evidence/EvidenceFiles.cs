namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>The files that prove lines: what may be one, and which are there.</summary>
internal sealed class EvidenceFiles(ModuleLog<FootprintModule> log)
{
    public const string Table = "line_evidence";

    /// <summary>Bytes of a whole request: four files of the largest size.</summary>
    public const long MostBytesAtOnce = 4 * MostBytes;

    /// <summary>25 MB, a scanned file of invoices.</summary>
    private const long MostBytes = 25 * 1024 * 1024;

    private const string Rows = $"""
        select {StoredDocument.Columns}, e.attached_at, e.attached_by,
          case when p.owner_id = e.attached_by then 'owner' else a.role end,
          (select count(*)::int from line_evidence u where u.document_id = e.document_id and u.removed_at is null)
        from line_evidence e
        join document d on d.id = e.document_id
        left join projects p on p.project_id = e.project_id
        left join project_access a on a.project_id = e.project_id and a.person_id = e.attached_by
        """;

    /// <summary>What proves a quantity: invoices and readings, photos of them, tables and letters.</summary>
    public static DocumentRule Rule { get; } = new([DocumentKind.Pdf, .. DocumentKind.Office, DocumentKind.Csv, DocumentKind.PlainText, .. DocumentKind.Pictures], MostBytes);

    public static string OwnerOf(ProjectId projectId) => $"project:{projectId}";

    /// <summary>In the order they were attached.</summary>
    public Task<IReadOnlyList<EvidenceFile>> OfLineAsync(ProjectId projectId, AssessmentKind kind, LineId lineId, CancellationToken ct)
        => log.ListAsync(Rows + " where e.project_id = $1 and e.kind = $2 and e.line_id = $3 and e.removed_at is null order by e.attached_at, e.place", Read, ct, projectId, kind.Code, lineId);

    /// <summary>Those of the project's other lines, of both assessments, that this line may use too; newest first.</summary>
    public async Task<IReadOnlyList<EvidenceFile>> OfOtherLinesAsync(ProjectId projectId, IReadOnlyList<EvidenceFile> here, CancellationToken ct)
        => [.. (await log.ListAsync(Rows + " where e.project_id = $1 and e.removed_at is null order by e.attached_at desc, e.place", Read, ct, projectId))
            .DistinctBy(e => e.Document.Id).ExceptBy(here.Select(e => e.Document.Id), e => e.Document.Id)];

    /// <summary>A file of a line; 404 where there is none.</summary>
    public async Task<EvidenceFile> FindAsync(ProjectId projectId, AssessmentKind kind, LineId lineId, DocumentId document, CancellationToken ct)
        => (await OfLineAsync(projectId, kind, lineId, ct)).FirstOrDefault(e => e.Document.Id == document) ?? throw Assessment.UnknownEvidence();

    private static EvidenceFile Read(NpgsqlDataReader reader) => new(
        StoredDocument.Read(reader),
        reader.GetFieldValue<DateTimeOffset>(8),
        new PersonId(reader.GetGuid(9)),
        reader.TextOrNull(10),
        reader.GetInt32(11));
}

/// <summary>A file that proves a line.</summary>
/// <param name="By">Who attached it; Footprint knows no names.</param>
/// <param name="Role">Their part in the project now: <c>owner</c>, <c>contributor</c>, <c>reader</c>; null when they left it.</param>
/// <param name="Lines">How many lines it proves, this one included.</param>
public sealed record EvidenceFile(StoredDocument Document, DateTimeOffset AttachedAt, PersonId By, string? Role, int Lines);

/// <summary>What evidence adds to a unit of work.</summary>
internal static class EvidenceWork
{
    /// <summary>Erases those of the files that prove no line any more, nor one that may still come back.</summary>
    public static UnitOfWork LetGo(this UnitOfWork work, IEnumerable<DocumentId> documents) => work.EraseUnused(EvidenceFiles.Table, documents);
}
