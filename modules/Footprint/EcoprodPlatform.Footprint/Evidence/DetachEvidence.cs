namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>Takes a file off a line. It is erased when no other line of the project needs it.</summary>
internal sealed record DetachEvidence(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, DocumentId DocumentId, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<DetachEvidence, long>
    {
        public async Task<long> Handle(DetachEvidence command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            await store.Begin(command.By)
                .Append(assessment, assessment.State.Detach(command.ProjectId, command.Kind, command.LineId, command.DocumentId))
                .LetGo([command.DocumentId]).SaveAsync(ct);
            return assessment.Version + 1;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.DetachEvidence, ShowAsync);
        to.Form(Links.DetachEvidence, PostAsync);

        to.Delete("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}/evidence/{documentId:guid}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(
        ProjectId id, AssessmentKind kind, LineId line, DocumentId document, Asked asked, PageForm form, ProjectAccess access, EvidenceFiles evidence, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var file = await evidence.FindAsync(id, kind, line, document, ct);
        return Page.Of(new DetachEvidencePage { Project = project, File = file, Back = Links.Evidence(id, kind, line), Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(
        ProjectId id, AssessmentKind kind, LineId line, DocumentId document, Asked asked, PageForm form, ProjectAccess access, EvidenceFiles evidence, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new DetachEvidence(id, kind, line, document, asked.By), ct))
            ? Page.Redirect(Links.Evidence(id, kind, line), Flash.Done("Justificatif retiré de la ligne.", "Evidence removed from the line."))
            : await ShowAsync(id, kind, line, document, asked, form, access, evidence, ct);

    /// <summary>Takes a file off a line. It is erased when no other line of the project needs it.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, LineId lineId, DocumentId documentId, Asked asked, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new DetachEvidence(projectId, AssessmentApi.KindOf(kind), lineId, documentId, asked.By), ct));
}
