namespace EcoprodPlatform.Footprint.Scenarios;

/// <summary>Removes a scenario for good; what was written in it leaves the log.</summary>
internal sealed record RemoveScenario(ProjectId ProjectId, AssessmentKind Kind, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<RemoveScenario, Unit>
    {
        public async Task<Unit> Handle(RemoveScenario command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var scenario = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            await store.Begin(command.By)
                .Append(scenario, scenario.State.Drop(command.ProjectId, command.Kind))
                .ForgetWords(scenario).LetGo(scenario.State.AllEvidence)
                .Also("delete from line_comments where project_id = $1 and kind = $2", command.ProjectId, command.Kind.Code)
                .SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.RemoveScenario, ShowAsync);
        to.Form(Links.RemoveScenario, PostAsync);
        to.Delete("/api/footprints/{projectId:guid}/{kind}", DeleteAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        return Page.Of(new RemoveScenarioPage { Project = project, Scenario = await sheets.ScenarioAsync(id, kind, ct), Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, IMediator mediator, CancellationToken ct)
        => await form.TryAsync(() => mediator.Send(new RemoveScenario(id, kind, asked.By), ct))
            ? Page.Redirect(Links.Scenarios(id), Flash.Done("Scénario supprimé.", "Scenario removed."))
            : await ShowAsync(id, kind, asked, form, access, sheets, ct);

    /// <summary>Removes a scenario for good; the two assessments cannot be removed.</summary>
    private static async Task<NoContent> DeleteAsync(ProjectId projectId, string kind, Asked asked, AssessmentSheets sheets, IMediator mediator, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await sheets.ScenarioAsync(projectId, of, ct);
        await mediator.Send(new RemoveScenario(projectId, of, asked.By), ct);
        return TypedResults.NoContent();
    }
}
