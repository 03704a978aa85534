namespace EcoprodPlatform.Footprint.Scenarios;

/// <summary>Calls a scenario something else.</summary>
internal sealed record RenameScenario(ProjectId ProjectId, AssessmentKind Kind, string? Name, long? Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access) : IRequestHandler<RenameScenario, long>
    {
        public async Task<long> Handle(RenameScenario command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var name = ScenarioName.Demand(command.Name);
            return await store.ActAsync<Assessment>(
                command.Kind.StreamId(command.ProjectId), command.Seen, command.By, a => a.Rename(command.ProjectId, command.Kind, name), ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.RenameScenario, ShowAsync);
        to.Form(Links.RenameScenario, PostAsync);
        to.Put("/api/footprints/{projectId:guid}/{kind}/name", PutAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        var sheet = await sheets.ScenarioAsync(id, kind, ct);
        form[ScenarioName.Field] ??= sheet.ScenarioName;
        return Page.Of(new RenameScenarioPage { Project = project, Scenario = sheet, Form = form }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, IMediator mediator, CancellationToken ct)
    {
        await sheets.ScenarioAsync(id, kind, ct);
        return await form.TryAsync(() => mediator.Send(new RenameScenario(id, kind, form.Value(ScenarioName.Field), null, asked.By), ct))
            ? Page.Redirect(Links.Scenarios(id), Flash.Done("Scénario renommé.", "Scenario renamed."))
            : await ShowAsync(id, kind, asked, form, access, sheets, ct);
    }

    /// <summary>Calls a scenario something else.</summary>
    private static async Task<NoContent> PutAsync(ProjectId projectId, string kind, NameBody body, Asked asked, AssessmentSheets sheets, IMediator mediator, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await sheets.ScenarioAsync(projectId, of, ct);
        return asked.NoContent(await mediator.Send(new RenameScenario(projectId, of, body.Name, asked.Seen, asked.By), ct));
    }

    /// <summary>The name of a scenario.</summary>
    internal sealed record NameBody(string Name);
}
