namespace EcoprodPlatform.Footprint.Scenarios;

/// <summary>Starts a scenario as a copy of an assessment, to see what another choice comes to (CC-10). Sent twice, it is one.</summary>
/// <param name="Kind">The scenario.</param>
/// <param name="Base">What it copies and is compared with; one of the two assessments.</param>
/// <param name="Advice">Code of an advice that it supposes to be followed; null to start as the base is.</param>
internal sealed record StartScenario(ProjectId ProjectId, AssessmentKind Kind, string? Name, AssessmentKind Base, string? Advice, Actor By) : IRequest<Unit>
{
    /// <summary>Scenarios of one project: more are no longer compared but lost.</summary>
    public const int Most = 20;

    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, AssessmentSheets sheets, AdviceShelf shelf, IdSource ids) : IRequestHandler<StartScenario, Unit>
    {
        public async Task<Unit> Handle(StartScenario command, CancellationToken ct)
        {
            var project = await access.EditAsync(command.ProjectId, command.By, ct);
            var name = ScenarioName.Demand(command.Name);
            var scenario = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            if (scenario.Version == 0 && (await sheets.ScenarioKindsAsync(command.ProjectId, ct)).Count >= Most)
            {
                throw RuleBrokenException.Conflict("footprint.too-many-scenarios", new(
                    $"Un projet a {Most} scénarios au plus : supprimez ceux qui ne servent plus.",
                    $"A project has at most {Most} scenarios: remove those that are no longer used."));
            }

            var advice = command.Advice is null ? null : shelf.Find(command.Advice) ?? throw UnknownAdvice();
            var context = await shelf.ContextAsync(project, ct);
            var from = await store.LoadAsync<Assessment>(command.Base.StreamId(command.ProjectId), ct);
            await store.Begin(command.By)
                .Append(scenario, scenario.State.StartScenario(command.ProjectId, command.Kind, name, command.Base, from, ids.NewId, advice is null ? null : l => advice.Apply([l], context)[0]))
                .SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        // The button stands beside the advice; whoever opens the address itself is sent there.
        to.Page(Links.AdviceScenario, (ProjectId id, string advice) => Page.Redirect($"{Links.Advice(id)}#{advice}"));
        to.Form(Links.AdviceScenario, PostAdviceAsync);
        to.Page(Links.Scenarios, ShowAsync);
        to.Form(Links.Scenarios, PostAsync);
        to.Get("/api/footprints/{projectId:guid}/scenarios", ListAsync, "ListScenarios");
        to.Post("/api/footprints/{projectId:guid}/scenarios", CreateAsync);
    }

    private static Task<IResult> ShowAsync(ProjectId id, Asked asked, ProjectAccess access, AssessmentSheets sheets, IdSource ids, CancellationToken ct)
        => PageAsync(id, asked, new PageForm(), access, sheets, ids, ct);

    private static async Task<IResult> PageAsync(ProjectId id, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, IdSource ids, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var bases = (await sheets.GetAsync(id, ct)).Where(s => s.IsStarted && s.Lines.Count > 0).ToList();
        // Printed into the form, so that a double click starts one scenario.
        form[ScenarioFields.Kind] ??= AssessmentKind.Scenario(ids.NewId()).ToString();
        form[ScenarioFields.Base] ??= bases.FirstOrDefault()?.Kind.Code;
        return Page.Of(
            new ScenariosPage { Project = project, Bases = bases, Scenarios = await sheets.ScenariosAsync(id, ct), Form = form },
            form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, IdSource ids, IMediator mediator, CancellationToken ct)
    {
        var kind = AssessmentKind.Find(form.Value(ScenarioFields.Kind)) is { IsScenario: true } written ? written : AssessmentKind.Scenario(ids.NewId());
        return await form.TryAsync(() => mediator.Send(new StartScenario(id, kind, form.Value(ScenarioName.Field), BaseOf(form.Value(ScenarioFields.Base)), null, asked.By), ct))
            ? Page.Redirect(Links.Data(id, kind), Flash.Done(
                "Scénario créé : changez ce que vous feriez autrement. Le bilan copié ne change pas.",
                "Scenario started: change what you would do otherwise. The assessment it copies does not change."))
            : await PageAsync(id, asked, form, access, sheets, ids, ct);
    }

    /// <summary>"What if we did that": the assessment that the advice was computed for, with its lines as they would be.</summary>
    private static async Task<IResult> PostAdviceAsync(ProjectId id, string advice, Asked asked, PageForm form, AdviceShelf shelf, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var kind = AssessmentKind.Find(form.Value(ScenarioFields.Kind)) is { IsScenario: true } written ? written : AssessmentKind.Scenario(ids.NewId());
        var title = (shelf.Find(advice) ?? throw UnknownAdvice()).Title.ToString();
        return await form.TryAsync(() => mediator.Send(new StartScenario(id, kind, title, BaseOf(form.Value(ScenarioFields.Base)), advice, asked.By), ct))
            ? Page.Redirect(Links.Variance(id, kind), Flash.Done("Scénario créé : le bilan copié ne change pas.", "Scenario started: the assessment it copies does not change."))
            : Page.Redirect(Links.Scenarios(id), Flash.Warning(form.Errors[0].Text.Fr, form.Errors[0].Text.En));
    }

    /// <summary>The scenarios of a project, by name; each has the paths of an assessment, with its code for the kind.</summary>
    private static async Task<IReadOnlyList<ScenarioResource>> ListAsync(ProjectId projectId, Asked asked, ProjectAccess access, AssessmentSheets sheets, CancellationToken ct)
    {
        await access.ReadAsync(projectId, asked.By, ct);
        var bases = await sheets.GetAsync(projectId, ct);
        return [.. (await sheets.ScenariosAsync(projectId, ct)).Select(s => ScenarioResource.Of(s, bases))];
    }

    /// <summary>Starts a scenario as a copy of an assessment.</summary>
    private static async Task<Created<ScenarioResource>> CreateAsync(
        ProjectId projectId, ScenarioBody body, Asked asked, IMediator mediator, AssessmentSheets sheets, IdSource ids, CancellationToken ct)
    {
        var kind = AssessmentKind.Scenario(ids.NewId());
        await mediator.Send(new StartScenario(projectId, kind, body.Name, BaseOf(body.Base), body.Advice, asked.By), ct);
        var sheet = await sheets.GetAsync(projectId, kind, ct);
        return asked.Created(Links.ApiAssessment(projectId, kind), ScenarioResource.Of(sheet, await sheets.GetAsync(projectId, ct)), sheet.Version);
    }

    private static AssessmentKind BaseOf(string? code) => AssessmentKind.Find(code) is { IsScenario: false } kind
        ? kind
        : throw new RuleBrokenException("footprint.scenario-base", new(
            "Un scénario part du bilan prévisionnel (provisional) ou du bilan définitif (final).",
            "A scenario starts from the provisional or from the final assessment."), field: ScenarioFields.Base);

    private static RuleBrokenException UnknownAdvice() => new("footprint.unknown-advice", new("Ce conseil n’existe pas.", "There is no such advice."), field: "advice");

    /// <summary>A scenario to start.</summary>
    /// <param name="Base"><c>provisional</c> or <c>final</c>: what it copies and is compared with.</param>
    internal sealed record ScenarioBody(string Name, string Base)
    {
        /// <summary>Code of an advice that it supposes to be followed; null to start as the base is.</summary>
        public string? Advice { get; init; }
    }
}

/// <summary>Fields of the form that starts a scenario.</summary>
internal static class ScenarioFields
{
    public const string Kind = "kind";

    public const string Base = "base";
}

/// <summary>A scenario of a project.</summary>
/// <param name="Kind">Its code, in the place of <c>provisional</c> or <c>final</c> in the paths of an assessment.</param>
/// <param name="Base">What it is compared with.</param>
/// <param name="TotalKgCo2e">Kilograms of CO2e, exact; null where it has no line.</param>
/// <param name="GapKgCo2e">Its total less that of its base; null where one of the two has no line.</param>
internal sealed record ScenarioResource(string Kind, string Name, string Base, int Lines, decimal? TotalKgCo2e, decimal? GapKgCo2e)
{
    public static ScenarioResource Of(AssessmentSheet sheet, IReadOnlyList<AssessmentSheet> bases)
    {
        var from = bases.Single(b => b.Kind == sheet.Base);
        decimal? total = sheet.Lines.Count == 0 ? null : sheet.Result.Total.Kilograms;
        return new(sheet.Kind.Code, sheet.ScenarioName!, from.Kind.Code, sheet.Lines.Count, total, from.Lines.Count == 0 ? null : total - from.Result.Total.Kilograms);
    }
}
