using EcoprodPlatform.Footprint.Favourites;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Changes one activity line, if it is still as the caller saw it. Two people may change two lines at once.</summary>
/// <param name="Seen">Version of the line that the caller saw.</param>
internal sealed record ChangeLine(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, LineInput Line, long Seen, Actor By) : IRequest<SheetLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<ChangeLine, SheetLine>
    {
        public async Task<SheetLine> Handle(ChangeLine command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var there = assessment.State.Find(command.LineId) ?? throw Assessment.UnknownLine();
            var line = LineRules.Demand(command.LineId, command.Line, await factors.FindAsync(command.ProjectId, command.Line.Factor, ct), there);
            var events = assessment.State.Change(command.ProjectId, command.Kind, line, command.Seen).ToArray();
            await store.Begin(command.By).Append(assessment, events).SaveAsync(ct);
            return new SheetLine(
                line,
                events.Length == 0 ? assessment.State.VersionOf(command.LineId)!.Value : assessment.Version + 1,
                assessment.State.EvidenceOf(command.LineId).Count);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Line, ShowAsync);
        to.Form(Links.Line, PostAsync);

        to.Put("/api/footprints/{projectId:guid}/{kind}/lines/{lineId:guid}", PutAsync);
    }

    private static async Task<IResult> ShowAsync(ProjectId id, AssessmentKind kind, LineId line, Asked asked, HttpContext http, DataEntry page, QuestionnaireShelf shelf, CancellationToken ct)
    {
        var project = await page.EditAsync(id, asked.By, ct);
        if ((await page.FindLineAsync(project, kind, line, ct)).Line.Origin is { } origin)
        {
            return Page.Redirect(shelf.AddressOf(project, kind, origin));
        }

        var form = LineFields.OfQuery(http);
        return Page.Of(new LinePage { View = await page.LineAsync(project, kind, line, form, asked.By, http, ct) }, form.Status);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, LineId line, Asked asked, PageForm form, HttpContext http, DataEntry page, QuantityHelp help, IMediator mediator, CancellationToken ct)
    {
        var project = await page.EditAsync(id, asked.By, ct);
        if (form.Value(LineFields.ChangeFactor) is not null)
        {
            return Page.Redirect(LineFields.Carry(Links.Line(id, kind, line), form));
        }

        if (form.Value(MarkFavourite.Field) is not null)
        {
            return await MarkFavourite.FromLineAsync(form, Links.Line(id, kind, line), id, asked.By, mediator, ct);
        }

        if (form.Value(LineFields.WorkOut) is not null)
        {
            return help.Fill(form, anew: true) is null
                ? Page.Of(new LinePage { View = await page.LineAsync(project, kind, line, form, asked.By, http, ct) }, form.Status)
                : Page.Redirect(LineFields.Choose(Links.Line(id, kind, line), form, form.Value(LineFields.Factor)!));
        }

        var input = LineFields.Read(form, help, (await page.FindLineAsync(project, kind, line, ct)).Line.Quantity);
        SheetLine? changed = null;
        if (await form.TryAsync(async () => changed = await mediator.Send(new ChangeLine(id, kind, line, input, form.Version(), asked.By), ct)))
        {
            // Saved as it was, there is nothing to undo.
            var undo = changed!.Version == form.Version() ? null : Links.Undo(id, kind, changed.Version.ToString(CultureInfo.InvariantCulture));
            return Page.Redirect(Links.Data(id, kind), Flash.Done("Ligne enregistrée.", "Line saved.") with { Undo = undo });
        }

        return Page.Of(new LinePage { View = await page.LineAsync(project, kind, line, form, asked.By, http, ct) }, form.Status);
    }

    /// <summary>Changes one activity line; If-Match carries the line's own version.</summary>
    private static async Task<LineResource> PutAsync(ProjectId projectId, string kind, LineId lineId, LineBody body, Asked asked, SeenVersion seen, IMediator mediator, FactorList factors, CancellationToken ct)
    {
        var line = await mediator.Send(new ChangeLine(projectId, AssessmentApi.KindOf(kind), lineId, body.Read(), seen, asked.By), ct);
        return asked.Versioned(await LineResource.OfAsync(line, factors, ct), line.Version);
    }
}
