namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Starts the final assessment as a copy of the provisional one (CC-18); both then live their own lives.</summary>
internal sealed record StartFromProvisional(ProjectId ProjectId, Actor By) : IRequest<int>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, IdSource ids) : IRequestHandler<StartFromProvisional, int>
    {
        /// <summary>Answers how many lines were copied.</summary>
        public async Task<int> Handle(StartFromProvisional command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var provisional = await store.LoadAsync<Assessment>(AssessmentKind.Provisional.StreamId(command.ProjectId), ct);
            var final = await store.LoadAsync<Assessment>(AssessmentKind.Final.StreamId(command.ProjectId), ct);
            await store.Begin(command.By).Append(final, final.State.CopyOf(command.ProjectId, provisional, ids.NewId))
                .Keep(provisional.State.AllEvidence).SaveAsync(ct);
            return provisional.State.Count;
        }
    }

    public static void Map(Routes to)
    {
        // The button stands on the data page; whoever opens the address itself is sent there.
        to.Page(Links.CopyProvisional, (ProjectId id) => Page.Redirect(FootprintLinks.Final(id)));
        to.Form(Links.CopyProvisional, PostAsync);
        to.Post("/api/footprints/{projectId:guid}/final/copy", CreateAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, IMediator mediator, CancellationToken ct)
    {
        var lines = await mediator.Send(new StartFromProvisional(id, asked.By), ct);
        return Page.Redirect(FootprintLinks.Final(id), Flash.Done(
            $"Le bilan définitif part des {lines} lignes du prévisionnel : remplacez les estimations par ce qui a été consommé.",
            $"The final assessment starts from the {lines} lines of the provisional one: replace the estimates by what was consumed."));
    }

    /// <summary>Starts the final assessment as a copy of the provisional one.</summary>
    private static async Task<Created<AssessmentResource>> CreateAsync(
        ProjectId projectId, Asked asked, IMediator mediator, ProjectAccess access, AssessmentSheets sheets, FactorList factors, CancellationToken ct)
    {
        await mediator.Send(new StartFromProvisional(projectId, asked.By), ct);
        var project = await access.ReadAsync(projectId, asked.By, ct);
        var sheet = await sheets.GetAsync(projectId, AssessmentKind.Final, ct);
        return asked.Created($"/api/footprints/{projectId}/final", await AssessmentResource.OfAsync(project, sheet, factors, ct), sheet.Version);
    }
}
