using EcoprodPlatform.Footprint.Entry;

namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>
/// Duplicates lines, those of a day most often: the same quantities with the same factors, so many times. A copy is an estimate, whatever the line
/// was, and has no evidence of its own. All copies come in or none; sent twice with the same seed, they are there once.
/// </summary>
/// <param name="Seed">Tells the ids of the copies.</param>
/// <param name="Seen">The version of the assessment that the caller decided on, if it insists on it.</param>
internal sealed record DuplicateLines(ProjectId ProjectId, AssessmentKind Kind, IReadOnlyList<LineId> Lines, CopyNames Names, CopySeed Seed, long? Seen, Actor By) : IRequest<DuplicatedLines>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<DuplicateLines, DuplicatedLines>
    {
        public async Task<DuplicatedLines> Handle(DuplicateLines command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var lines = command.Lines.Select(id => assessment.State.Find(id) ?? throw Assessment.UnknownLine()).ToList();
            var copies = LineCopy.All(lines, command.Names, command.Seed, await factors.FindAsync(command.ProjectId, [.. lines.Select(l => l.Factor.Code)], ct)).Select(c => c.Line).ToList();
            if (copies.Select(assessment.State.ClashOf).FirstOrDefault(c => c is not null) is { } clash)
            {
                throw clash;
            }

            var events = assessment.State.Enter(command.ProjectId, command.Kind, copies).ToArray();
            if (events.Length > 0)
            {
                // What is there already was sent twice: the version it was decided on is long past.
                assessment.Expect(command.Seen);
                await store.Begin(command.By).Append(assessment, events).SaveAsync(ct);
            }

            return new DuplicatedLines(assessment.Version + events.Length, events.Length == 0 ? [] : copies, copies, events.Aggregate(assessment.State, (state, e) => state.Apply(e)));
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.DuplicateLines, ShowAsync);
        to.Form(Links.DuplicateLines, PostAsync);
        to.Post("/api/footprints/{projectId:guid}/{kind}/lines/copies", CreateAsync).Produces<EnteredLinesResource>();
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, Asked asked, HttpContext http, DuplicatePages pages, CancellationToken ct)
    {
        var form = PageForm.OfQuery(http);
        var view = await pages.ViewAsync(id, kind, form, asked.By, ct);
        form.Set(CopyFields.Line, [.. view.Offered.Take(DuplicatePages.Shown).Select(l => l.Line.Id.ToString())]);
        form[CopyFields.Mark] ??= form.Value(CopyFields.Search);
        form[CopyFields.Times] ??= "1";
        return Page.Of(new DuplicateLinesPage { View = view }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, DuplicatePages pages, IdSource ids, IMediator mediator, CancellationToken ct)
    {
        var view = await pages.ViewAsync(id, kind, form, asked.By, ct);
        if (form.Value(CopyFields.Choose) is not null)
        {
            return Page.Of(new DuplicateLinesPage { View = view });
        }

        view = pages.Preview(view);
        if (view.Preview is not null && form.Id(CopyFields.Seed) is { } seed)
        {
            DuplicatedLines? made = null;
            if (await form.TryAsync(async () => made = await mediator.Send(new DuplicateLines(id, kind, [.. view.Chosen.Select(l => new LineId(l.Id))], view.Names!, new CopySeed(seed), form.Version(), asked.By), ct)))
            {
                return Page.Redirect(Links.Data(id, kind), Told(id, kind, made!));
            }
        }

        form[CopyFields.Seed] ??= ids.NewId().ToString();
        return Page.Of(new DuplicateLinesPage { View = view with { Form = form.ShownAt(view.Sheet.Version) } }, form.Status);
    }

    /// <summary>Duplicates lines that were entered as lines, up to 50 times; all copies come in or none.</summary>
    /// <remarks>Copies are estimates, without evidence and marks. If-Match with the assessment's version is optional.</remarks>
    private static async Task<IResult> CreateAsync(ProjectId projectId, string kind, CopiesBody body, Asked asked, IMediator mediator, IdSource ids, CancellationToken ct)
    {
        var made = await mediator.Send(
            new DuplicateLines(projectId, AssessmentApi.KindOf(kind), [.. body.Lines.Distinct().Select(l => new LineId(l))], CopyNames.Of(body.Mark, body.Times, body.Names ?? []), new CopySeed(ids.NewId()), asked.Seen, asked.By), ct);
        return asked.Versioned(Results.Ok(new EnteredLinesResource(made.Version, made.Kilograms, made.Added.Count, [.. made.All.Select(l => l.Id)])), made.Version);
    }

    private static Flash Told(ProjectId id, AssessmentKind kind, DuplicatedLines made)
    {
        var count = Words.Count(made.Added.Count, new("ligne ajoutée", "line added"), new("lignes ajoutées", "lines added"));
        return made.Added.Count == 0
            ? Flash.Warning("Ces copies sont déjà enregistrées : rien n’a été ajouté une seconde fois.", "These copies are there already: nothing was added a second time.")
            : Flash.Done($"{count.Fr} : le bilan fait {Kilograms.Show(made.Kilograms, Languages.French)}.", $"{count.En}: the assessment comes to {Kilograms.Show(made.Kilograms, Languages.English)}.")
                with { Undo = Links.Undo(id, kind, made.Version.ToString(CultureInfo.InvariantCulture)) };
    }

    /// <summary>Lines to duplicate.</summary>
    /// <param name="Lines">Their ids.</param>
    internal sealed record CopiesBody(Guid[] Lines)
    {
        /// <summary>How many copies of each; as many as names where they are given, else 1.</summary>
        public int? Times { get; init; }

        /// <summary>Words of the labels that the copies say otherwise: <c>jour 3</c>.</summary>
        public string? Mark { get; init; }

        /// <summary>What each copy says in their place; left out: the next numbers, or the next days of a date.</summary>
        public string[]? Names { get; init; }
    }
}

/// <summary>What became of lines that were duplicated.</summary>
/// <param name="Version">Of the assessment since.</param>
/// <param name="Added">Copies that were not there before.</param>
/// <param name="All">All copies.</param>
/// <param name="After">The assessment since.</param>
internal sealed record DuplicatedLines(long Version, IReadOnlyList<ActivityLine> Added, IReadOnlyList<ActivityLine> All, Assessment After)
{
    public decimal Kilograms => After.Lines.Sum(l => l.Emission.Kilograms);
}
