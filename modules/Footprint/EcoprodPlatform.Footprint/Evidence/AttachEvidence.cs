namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>Attaches files that prove it to a line: all of them, or none. The same file sent twice is one.</summary>
internal sealed record AttachEvidence(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, IReadOnlyList<IncomingFile> Files, Actor By) : IRequest<IReadOnlyList<EvidenceFile>>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, DocumentStore<FootprintModule> documents, EvidenceFiles evidence)
        : IRequestHandler<AttachEvidence, IReadOnlyList<EvidenceFile>>
    {
        /// <summary>Answers the line's files since.</summary>
        public async Task<IReadOnlyList<EvidenceFile>> Handle(AttachEvidence command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var stream = command.Kind.StreamId(command.ProjectId);
            (await store.LoadAsync<Assessment>(stream, ct)).State.MustTakeEvidence(command.Kind, command.LineId, command.Files.Count);
            var received = await documents.ReceiveAsync(EvidenceFiles.OwnerOf(command.ProjectId), command.Files, EvidenceFiles.Rule, command.By, ct);

            // Loaded anew: meanwhile somebody may have worked on another line.
            var assessment = await store.LoadAsync<Assessment>(stream, ct);
            var there = (await evidence.OfLineAsync(command.ProjectId, command.Kind, command.LineId, ct)).Select(e => e.Document.Sha256);
            DocumentId[] fresh = [.. received.DistinctBy(d => d.Sha256).ExceptBy(there, d => d.Sha256).Select(d => d.Id)];
            await store.Begin(command.By)
                .Append(assessment, assessment.State.Attach(command.ProjectId, command.Kind, command.LineId, fresh))
                .Keep(fresh).SaveAsync(ct);
            return await evidence.OfLineAsync(command.ProjectId, command.Kind, command.LineId, ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Form(Links.Evidence, PostAsync).TakesFiles(EvidenceFiles.MostBytesAtOnce);

        to.Post("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/evidence", CreateAsync).TakesFiles(EvidenceFiles.MostBytesAtOnce).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, LineId line, Asked asked, PageForm form, EvidencePages pages, IMediator mediator, CancellationToken ct)
    {
        await pages.EditAsync(id, asked.By, ct);
        var files = IncomingFile.Of(form.Files(IncomingFile.Field));
        return await form.TryAsync(() => mediator.Send(new AttachEvidence(id, kind, line, files, asked.By), ct))
            ? Page.Redirect(Links.Evidence(id, kind, line), files.Count == 1
                ? Flash.Done("Justificatif joint à la ligne.", "Evidence attached to the line.")
                : Flash.Done($"{files.Count} justificatifs joints à la ligne.", $"{files.Count} pieces of evidence attached to the line."))
            : await pages.ShowAsync(id, kind, line, form, asked.By, ct);
    }

    /// <summary>Attaches files that prove it to a line: all of them, or none.</summary>
    /// <remarks>PDF, pictures, workbooks, documents, CSV and text, told by their content; 25 MB a file, 100 MB a request, 20 files a line. The same file sent twice is one.</remarks>
    private static async Task<Created<EvidenceResource[]>> CreateAsync(
        ProjectId projectId, string kind, LineId lineId, IFormFileCollection files, Asked asked, IMediator mediator, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var there = await mediator.Send(new AttachEvidence(projectId, of, lineId, IncomingFile.Of(files), asked.By), ct);
        return TypedResults.Created(Links.ApiEvidence(projectId, of, lineId), there.Select(EvidenceResource.Of).ToArray());
    }
}
