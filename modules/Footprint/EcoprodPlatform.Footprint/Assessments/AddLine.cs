using EcoprodPlatform.Footprint.Favourites;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Adds one activity line to an assessment of a project. Sent twice with the same id, it is one line.</summary>
/// <param name="Seen">The version of the assessment the caller saw, if it insists on it.</param>
internal sealed record AddLine(ProjectId ProjectId, AssessmentKind Kind, LineId LineId, LineInput Line, Actor By, long? Seen = null) : IRequest<SheetLine>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, FactorList factors) : IRequestHandler<AddLine, SheetLine>
    {
        public async Task<SheetLine> Handle(AddLine command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var factor = await factors.FindAsync(command.ProjectId, command.Line.Factor, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var line = LineRules.Demand(command.LineId, command.Line, factor, assessment.State.Find(command.LineId));
            assessment.Expect(command.Seen);
            var work = store.Begin(command.By).Append(assessment, assessment.State.Add(command.ProjectId, command.Kind, line));
            await work.SaveAsync(ct);
            return new SheetLine(line, assessment.State.VersionOf(command.LineId) ?? assessment.Version + 1, assessment.State.EvidenceOf(command.LineId).Count);
        }
    }

    public static void Map(Routes to)
    {
        to.Form(Links.Data, PostAsync);

        to.Post("/api/footprints/{projectId:guid}/{kind}/lines", CreateAsync);
    }

    private static async Task<IResult> PostAsync(ProjectId id, AssessmentKind kind, Asked asked, PageForm form, HttpContext http, DataEntry page, QuantityHelp help, IMediator mediator, CancellationToken ct)
    {
        var project = await page.EditAsync(id, asked.By, ct);
        if (form.Value(LineFields.ChangeFactor) is not null)
        {
            return Page.Redirect(LineFields.Carry(Links.Data(id, kind), form));
        }

        if (form.Value(MarkFavourite.Field) is not null)
        {
            return await MarkFavourite.FromLineAsync(form, Links.Data(id, kind), id, asked.By, mediator, ct);
        }

        if (form.Value(LineFields.WorkOut) is not null)
        {
            return help.Fill(form, anew: true) is null
                ? Page.Of(new DataEntryPage { View = await page.ViewAsync(project, kind, form, asked.By, http, ct) }, form.Status)
                : Page.Redirect(LineFields.Choose(Links.Data(id, kind), form, form.Value(LineFields.Factor)!));
        }

        var input = LineFields.Read(form, help);
        var lineId = new LineId(form.Id(LineFields.LineId) ?? Guid.Empty);
        if (lineId == Guid.Empty)
        {
            form.Add(null, new Text("Le formulaire est incomplet : rechargez la page.", "The form is incomplete: reload the page."));
        }

        SheetLine? added = null;
        if (await form.TryAsync(async () => added = await mediator.Send(new AddLine(id, kind, lineId, input, asked.By), ct)))
        {
            var (line, kg) = (added!.Line, added.Line.Emission.Kilograms);
            var what = line.Label is { } label ? Text.Same(label) : await page.NameAsync(line.Factor, ct);
            return Page.Redirect(
                LineFields.NextLine(Links.Data(id, kind), line),
                Flash.Done($"Ligne ajoutée : {what.Fr}, {Kilograms.Show(kg, Languages.French)}.", $"Line added: {what.En}, {Kilograms.Show(kg, Languages.English)}.") with
                {
                    Href = Links.Line(id, kind, line.Id),
                    LinkLabel = new("Modifier", "Edit"),
                    Undo = Links.Undo(id, kind, added.Version.ToString(CultureInfo.InvariantCulture)),
                });
        }

        return Page.Of(new DataEntryPage { View = await page.ViewAsync(project, kind, form, asked.By, http, ct) }, form.Status);
    }

    /// <summary>Adds one activity line to an assessment.</summary>
    /// <remarks>With an id of your own, sending the same line twice adds it once. If-Match with the assessment's version is optional.</remarks>
    private static async Task<Created<LineResource>> CreateAsync(
        ProjectId projectId, string kind, LineBody body, Asked asked, IMediator mediator, IdSource ids, FactorList factors, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        var line = await mediator.Send(new AddLine(projectId, of, new LineId(body.Id ?? ids.NewId()), body.Read(), asked.By, asked.Seen), ct);
        return asked.Created(Links.ApiLine(projectId, of, line.Line.Id), await LineResource.OfAsync(line, factors, ct), line.Version);
    }
}
