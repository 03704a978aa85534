namespace EcoprodPlatform.Footprint.Undo;

/// <summary>
/// Undoes an edit of an assessment: lines that it added go, lines that it changed or removed are as they were, with their id, their place, their evidence and their comments.
/// Where somebody has touched any of it since it says so and changes nothing. Undone twice, it is undone once.
/// </summary>
/// <param name="At">A version of the assessment that the edit made.</param>
internal sealed record UndoEdit(ProjectId ProjectId, AssessmentKind Kind, long At, Actor By) : IRequest<UndoneEdit>
{
    /// <summary>Longer than any notice stands. After it the files of a removed line are erased (<see cref="ForgetRemovedEvidence"/>).</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, UndoReader reader) : IRequestHandler<UndoEdit, UndoneEdit>
    {
        public async Task<UndoneEdit> Handle(UndoEdit command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var (assessment, decided) = await reader.DecideAsync(command.ProjectId, command.Kind, command.At, ct);
            if (decided is null)
            {
                return new UndoneEdit(assessment.Version, null, assessment.State);
            }

            await store.Begin(command.By).Append(assessment, [decided]).Keep(decided.Places.SelectMany(p => p.Evidence).Select(d => new DocumentId(d))).SaveAsync(ct);
            return new UndoneEdit(assessment.Version + 1, decided, assessment.State.Apply(decided));
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Undo, ShowAsync);
        to.Form(Links.Undo, PostAsync);
        to.Post("/api/footprints/{projectId:guid}/{kind}/edits/{version:long}/undo", CreateAsync).Produces<UndoneResource>();
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, long version, Asked asked, PageForm form, ProjectAccess access, UndoReader reader, CancellationToken ct)
    {
        var project = await access.EditAsync(id, asked.By, ct);
        (EventStream<Assessment>? Now, EditUndone? Decided) read = default;
        return !await form.TryAsync(async () => read = await reader.DecideAsync(id, kind, version, ct)) ? Page.Redirect(Links.Data(id, kind), Not(form))
            : read.Decided is not { } decided ? Page.Redirect(Links.Data(id, kind), Already())
            : Page.Of(PageOf(project, kind, new UndoneEdit(read.Now!.Version + 1, decided, read.Now.State.Apply(decided)), form));
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, long version, Asked asked, PageForm form, IMediator mediator, CancellationToken ct)
    {
        UndoneEdit? undone = null;
        return await form.TryAsync(async () => undone = await mediator.Send(new UndoEdit(id, kind, version, asked.By), ct))
            ? Page.Redirect(Links.Data(id, kind), undone!.Edit is null ? Already() : Told(id, kind, undone))
            : Page.Redirect(Links.Data(id, kind), Not(form));
    }

    private static Flash Not(PageForm form) => Flash.Warning($"Rien n’a été annulé. {form.Errors[0].Text.Fr}", $"Nothing was undone. {form.Errors[0].Text.En}");

    private static UndoEditPage PageOf(ProjectView project, AssessmentKind kind, UndoneEdit undone, PageForm form)
        => new() { Project = project, Kind = kind, What = undone.What, Back = undone.Back, Total = undone.Kilograms, Form = form };

    /// <summary>Undoes an edit, within a day of it, where nobody has touched any of it since.</summary>
    /// <param name="version">A version of the assessment that the edit made: of its answer, or of the line that it added or changed.</param>
    private static async Task<UndoneResource> CreateAsync(ProjectId projectId, string kind, long version, Asked asked, IMediator mediator, CancellationToken ct)
    {
        var undone = await mediator.Send(new UndoEdit(projectId, AssessmentApi.KindOf(kind), version, asked.By), ct);
        return asked.Versioned(UndoneResource.Of(undone), undone.Version);
    }

    private static Flash Already() => Flash.Warning("C’est déjà annulé.", "This is undone already.");

    private static Flash Told(ProjectId id, AssessmentKind kind, UndoneEdit undone)
    {
        var (what, kg) = (undone.What, undone.Kilograms);
        return Flash.Done($"Annulé : {what.Fr}. Le bilan fait {Kilograms.Show(kg, Languages.French)}.", $"Undone: {what.En}. The assessment comes to {Kilograms.Show(kg, Languages.English)}.")
            with { Undo = Links.Undo(id, kind, undone.Version.ToString(CultureInfo.InvariantCulture)) };
    }
}

/// <summary>What became of an edit that was undone.</summary>
/// <param name="Version">Of the assessment since.</param>
/// <param name="Edit">Null where it was undone already.</param>
/// <param name="After">The assessment since.</param>
internal sealed record UndoneEdit(long Version, EditUndone? Edit, Assessment After)
{
    public decimal Kilograms => After.Lines.Sum(l => l.Emission.Kilograms);

    /// <summary>Lines that are as they were.</summary>
    public IReadOnlyList<ActivityLine> Back => Edit?.Lines ?? [];

    /// <summary>How many lines go.</summary>
    public int Out => Edit?.LineIds.Length ?? 0;

    /// <summary>"2 lignes retirées, 1 ligne remise"</summary>
    public Text What
    {
        get
        {
            Text[] parts =
            [
                .. Out == 0 ? (Text[])[] : [Words.Count(Out, new("ligne retirée", "line taken out"), new("lignes retirées", "lines taken out"))],
                .. Back.Count == 0 ? (Text[])[] : [Words.Count(Back.Count, new("ligne remise", "line put back"), new("lignes remises", "lines put back"))],
            ];
            return new(string.Join(", ", parts.Select(p => p.Fr)), string.Join(", ", parts.Select(p => p.En)));
        }
    }
}

/// <summary>What became of an edit that was undone, for programs.</summary>
/// <param name="Version">Of the assessment since.</param>
/// <param name="TotalKgCo2e">Of the assessment since, exact.</param>
/// <param name="Back">Ids of the lines that are as they were.</param>
/// <param name="Out">Ids of the lines that went.</param>
internal sealed record UndoneResource(long Version, decimal TotalKgCo2e, IReadOnlyList<Guid> Back, IReadOnlyList<Guid> Out)
{
    public static UndoneResource Of(UndoneEdit undone) => new(
        undone.Version, undone.Kilograms, [.. undone.Back.Select(l => l.Id)], undone.Edit?.LineIds ?? []);
}
