namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>
/// The signed authorisations: what may be one, and which a request holds. A file that came with a form which was refused for something
/// else waits in the store, a day, under the id that the form carries: it need not be chosen again.
/// </summary>
internal sealed class RequestFiles(ModuleLog<MemberSpaceModule> log)
{
    /// <summary>Which request uses which file.</summary>
    public const string Table = "request_seats";

    /// <summary>
    /// Bytes of a whole form. Far above the rule's, so that whoever sends 200 MB is told by the form, with all else kept; ASP.NET Core
    /// keeps what is large in a temporary file.
    /// </summary>
    public const long MostBytesAtOnce = 300L * 1024 * 1024;

    /// <summary>A signed page or two, scanned or photographed; or a PDF with an electronic signature, which is kept byte for byte.</summary>
    public static DocumentRule Rule { get; } = new([DocumentKind.Pdf, .. DocumentKind.Pictures], 10L * 1024 * 1024);

    public static string OwnerOf(RequestId request) => $"request:{request}";

    /// <summary>The files of a request: those it holds, and those that this person sent and that wait.</summary>
    public async Task<IReadOnlyDictionary<Guid, StoredDocument>> OfAsync(RequestId request, Actor by, CancellationToken ct)
        => (await log.ListAsync($"select {StoredDocument.Columns} from document d where d.owner = $1 and (d.kept or d.received_by = $2)", r => StoredDocument.Read(r), ct, OwnerOf(request), by.Id))
            .ToDictionary(d => d.Id.Value);
}
