namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>
/// Takes what another project of the same person has into an assessment: its answers where this one has none, its lines beside those that are there. What is taken
/// is an estimate here, counted with the current catalogue and this project's country; evidence, comments and marks stay where they are. Sent twice with the same seed, it is there once.
/// </summary>
/// <param name="From">The project that it is taken from; the person changes its data too, or did until it was closed.</param>
/// <param name="Seed">Tells the ids of the lines.</param>
/// <param name="Seen">The version of the assessment that the caller decided on, if it insists on it.</param>
internal sealed record TakeOver(ProjectId ProjectId, AssessmentKind Kind, ProjectId From, AssessmentKind FromKind, CopySeed Seed, long? Seen, Actor By) : IRequest<TakeOverPlan>
{
    internal sealed class Handler(EventStore<FootprintModule> store, TakeOverPlanner planner) : IRequestHandler<TakeOver, TakeOverPlan>
    {
        public async Task<TakeOverPlan> Handle(TakeOver command, CancellationToken ct)
        {
            var plan = await planner.PlanAsync(command.ProjectId, command.Kind, command.From, command.FromKind, command.Seed, command.By, ct);
            if (!plan.IsNothing)
            {
                // What is there already was sent twice: the version it was decided on is long past.
                plan.Now.Expect(command.Seen);
                await store.Begin(command.By).Append(plan.Now, plan.Events).SaveAsync(ct);
            }

            return plan;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.TakeOver, ShowAsync);
        to.Form(Links.TakeOver, PostAsync);
        to.Get("/api/footprints/{projectId:guid}/{kind}/take-over", PreviewAsync, "PreviewTakeOver");
        to.Post("/api/footprints/{projectId:guid}/{kind}/take-over", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, HttpContext http, ProjectAccess access, AssessmentSheets sheets, TakeOverSources sources, TakeOverPlanner planner, IdSource ids, CancellationToken ct)
    {
        var form = PageForm.OfQuery(http);
        return form.Id(TakeOverFields.Project) is { } from && KindOf(form) is { } fromKind
            ? await PageAsync(id, kind, new ProjectId(from), fromKind, asked, form, planner, ids, ct)
            : Page.Of(new TakeOverSourcesPage
            {
                Project = await access.EditAsync(id, asked.By, ct),
                Kind = (await sheets.GetAsync(id, kind, ct)).Kind,
                Sources = await sources.OfAsync(id, asked.By.Id, form.Value(TakeOverFields.Words), ct),
                Words = form.Value(TakeOverFields.Words),
            });
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, TakeOverPlanner planner, IdSource ids, IMediator mediator, CancellationToken ct)
    {
        var (from, fromKind) = (new ProjectId(form.Id(TakeOverFields.Project) ?? Guid.Empty), KindOf(form) ?? AssessmentKind.Provisional);
        TakeOverPlan? taken = null;
        return await form.TryAsync(async () => taken = await mediator.Send(new TakeOver(id, kind, from, fromKind, new CopySeed(form.Id(TakeOverFields.Seed) ?? ids.NewId()), form.Version(), asked.By), ct))
            ? Page.Redirect(Links.Data(id, kind), Told(id, kind, taken!))
            : await PageAsync(id, kind, from, fromKind, asked, form, planner, ids, ct);
    }

    private static async Task<IResult> PageAsync(ProjectId id, AssessmentKind kind, ProjectId from, AssessmentKind fromKind, Asked asked, PageForm form, TakeOverPlanner planner, IdSource ids, CancellationToken ct)
    {
        form[TakeOverFields.Seed] ??= ids.NewId().ToString();
        var plan = await planner.PlanAsync(id, kind, from, fromKind, new CopySeed(form.Id(TakeOverFields.Seed) ?? Guid.Empty), asked.By, ct);
        return Page.Of(new TakeOverPage { Project = plan.Project, Kind = kind, From = plan.From, FromKind = fromKind, Effect = plan.Effect, Form = form.ShownAt(plan.Now.Version) }, form.Status);
    }

    /// <summary>What would be taken from an assessment of another project, and what cannot be.</summary>
    /// <param name="project">The project that it would be taken from; the caller changes its data too.</param>
    /// <param name="from">Which of its assessments: <c>provisional</c> (the default), <c>final</c> or a scenario.</param>
    private static async Task<TakeOverEffect> PreviewAsync(ProjectId projectId, string kind, ProjectId project, Asked asked, TakeOverPlanner planner, CancellationToken ct, string from = AssessmentMeasuredV1.Provisional)
    {
        var plan = await planner.PlanAsync(projectId, AssessmentApi.KindOf(kind), project, AssessmentApi.KindOf(from), default, asked.By, ct);
        return asked.Versioned(plan.Effect, plan.Now.Version);
    }

    /// <summary>Takes what another project has: its answers where there is none, its lines beside those that are there.</summary>
    /// <remarks>Amounts are estimates here. If-Match with the assessment's version is optional.</remarks>
    private static async Task<TakeOverEffect> CreateAsync(ProjectId projectId, string kind, TakeOverBody body, Asked asked, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var plan = await mediator.Send(new TakeOver(projectId, AssessmentApi.KindOf(kind), new ProjectId(body.Project), AssessmentApi.KindOf(body.From), new CopySeed(ids.NewId()), asked.Seen, asked.By), ct);
        return asked.Versioned(plan.Effect, plan.Now.Version + plan.Events.Count);
    }

    private static AssessmentKind? KindOf(PageForm form) => AssessmentKind.Find(form.Value(TakeOverFields.Kind));

    private static Flash Told(ProjectId id, AssessmentKind kind, TakeOverPlan taken)
    {
        var what = taken.Effect.Words;
        return taken.IsNothing
            ? Flash.Warning("Tout est déjà repris : rien n’a été ajouté.", "All of it is here already: nothing was added.")
            : Flash.Done(
                $"Repris : {what.Fr}. Le bilan fait {Kilograms.Show(taken.Effect.KgCo2eAfter, Languages.French)} ; ce sont des estimations, à remplacer à mesure.",
                $"Taken over: {what.En}. The assessment comes to {Kilograms.Show(taken.Effect.KgCo2eAfter, Languages.English)}; these are estimates, to be replaced as you go.")
            // Answers are changed where they are asked.
            with { Undo = taken.Effect.Answers == 0 && taken.Events.Count == 1 ? Links.Undo(id, kind, (taken.Now.Version + 1).ToString(CultureInfo.InvariantCulture)) : null };
    }

    /// <summary>What is taken over.</summary>
    /// <param name="Project">The project that it is taken from.</param>
    internal sealed record TakeOverBody(Guid Project)
    {
        /// <summary>Which of its assessments: <c>provisional</c>, <c>final</c> or a scenario.</summary>
        public string From { get; init; } = AssessmentMeasuredV1.Provisional;
    }
}

/// <summary>Fields of the page where another project is taken over.</summary>
internal static class TakeOverFields
{
    public const string Project = "de";

    public const string Kind = "bilan";

    public const string Words = "titre";

    /// <summary>Printed with the preview: sent twice, the lines are there once.</summary>
    public const string Seed = "copie";
}
