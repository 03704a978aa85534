namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>Attaches a file that proves another line of the project to this one too: an invoice for three vans is kept once.</summary>
internal sealed record ReuseEvidence(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, DocumentId DocumentId, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, DocumentStore<FootprintModule> documents) : IRequestHandler<ReuseEvidence, long>
    {
        public async Task<long> Handle(ReuseEvidence command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var document = await documents.FindAsync(command.DocumentId, EvidenceFiles.OwnerOf(command.ProjectId), ct) ?? throw Assessment.UnknownEvidence();
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var events = assessment.State.Attach(command.ProjectId, command.Kind, command.LineId, [document.Id]).ToArray();
            await store.Begin(command.By).Append(assessment, events).Keep(document.Id).SaveAsync(ct);
            return assessment.Version + events.Length;
        }
    }

    public static void Map(Routes to)
    {
        // The form stands on the page of the line's evidence; whoever opens the address itself is sent there.
        to.Page(Links.ReuseEvidence, (ProjectId id, AssessmentKind kind, LineId line) => Page.Redirect(Links.Evidence(id, kind, line)));
        to.Form(Links.ReuseEvidence, PostAsync);

        to.Put("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/evidence/{documentId:guid}", PutAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, LineId line, Asked asked, PageForm form, EvidencePages pages, IMediator mediator, CancellationToken ct)
    {
        await pages.EditAsync(id, asked.By, ct);
        if (form.Id(EvidenceFields.Document) is not { } document)
        {
            form.Add(EvidenceFields.Document, new("Choisissez un justificatif de la liste.", "Choose a piece of evidence of the list."));
            return await pages.ShowAsync(id, kind, line, form, asked.By, ct);
        }

        return await form.TryAsync(() => mediator.Send(new ReuseEvidence(id, kind, line, new DocumentId(document), asked.By), ct))
            ? Page.Redirect(Links.Evidence(id, kind, line), Flash.Done("Justificatif joint à la ligne.", "Evidence attached to the line."))
            : await pages.ShowAsync(id, kind, line, form, asked.By, ct);
    }

    /// <summary>Attaches a file that proves another line of the project to this one too.</summary>
    private static async Task<NoContent> PutAsync(ProjectId projectId, string kind, LineId lineId, DocumentId documentId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new ReuseEvidence(projectId, AssessmentApi.KindOf(kind), lineId, documentId, asked.By), ct));
}

/// <summary>Fields of the forms about evidence.</summary>
internal static class EvidenceFields
{
    public const string Document = "document";
}
