namespace EcoprodPlatform.Footprint.Upgrades;

/// <summary>Gives the lines of an assessment the factors of the current catalogue and the newest versions of the project's own, all at once, after a preview of what changes.</summary>
/// <param name="Seen">The version of the assessment that the preview was of.</param>
internal sealed record UpgradeFactors(ProjectId ProjectId, AssessmentKind Kind, long Seen, Actor By) : IRequest<FactorUpgrade>
{
    internal sealed class Handler(EventStore<FootprintModule> store, ProjectAccess access, UpgradeReader reader) : IRequestHandler<UpgradeFactors, FactorUpgrade>
    {
        public async Task<FactorUpgrade> Handle(UpgradeFactors command, CancellationToken ct)
        {
            await access.EditAsync(command.ProjectId, command.By, ct);
            var assessment = await store.LoadAsync<Assessment>(command.Kind.StreamId(command.ProjectId), ct);
            var upgrade = await reader.OfAsync(command.ProjectId, assessment.State.AllLines, ct);
            var events = assessment.State.Upgrade(command.ProjectId, command.Kind, upgrade).ToArray();
            assessment.Expect(command.Seen);
            await store.Begin(command.By).Append(assessment, events).SaveAsync(ct);
            // Lines of sections set aside take the new factors too, and change no total.
            return await reader.OfAsync(command.ProjectId, assessment.State.Lines, ct);
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Upgrade, ShowAsync);
        to.Form(Links.Upgrade, PostAsync);
        to.Get("/api/footprints/{projectId:guid}/{kind}/catalogue-upgrade", GetAsync, "PreviewUpgrade");
        to.Post("/api/footprints/{projectId:guid}/{kind}/catalogue-upgrade", CreateAsync);
    }

    private static async Task<IResult> ShowAsync(
        ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, UpgradeReader reader, QuestionnaireShelf shelf, FactorList factors, CancellationToken ct)
    {
        var project = await access.ReadAsync(id, asked.By, ct);
        var sheet = await sheets.GetAsync(id, kind, ct);
        var upgrade = await reader.OfAsync(id, sheet, ct);
        var sources = await factors.SourcesAsync(sheet.Lines, ct);
        return Page.Of(
            new UpgradePage { Project = project, Sheet = sheet, Upgrade = upgrade, NameOf = l => shelf.TitleOf(l, sources.GetValueOrDefault((l.Factor.Code, l.Factor.CatalogueVersion))), Form = form.ShownAt(sheet.Version) },
            form.Status);
    }

    private static async Task<IResult> PostAsync(
        ProjectId id, AssessmentKind kind, Asked asked, PageForm form, ProjectAccess access, AssessmentSheets sheets, UpgradeReader reader, QuestionnaireShelf shelf, FactorList factors, IMediator mediator, CancellationToken ct)
    {
        FactorUpgrade? done = null;
        if (await form.TryAsync(async () => done = await mediator.Send(new UpgradeFactors(id, kind, form.Version(), asked.By), ct)))
        {
            return Page.Redirect(Links.Data(id, kind), Flash.Done(
                $"Les lignes ont les facteurs actuels ; le total change de {Kilograms.Show(done!.Difference, Languages.French)}.",
                $"The lines have the current factors; the total changes by {Kilograms.Show(done.Difference, Languages.English)}."));
        }

        if (form.IsStale)
        {
            form.SetVersion((await sheets.GetAsync(id, kind, ct)).Version);
        }

        return await ShowAsync(id, kind, asked, form, access, sheets, reader, shelf, factors, ct);
    }

    /// <summary>What the current catalogue would change in an assessment, line by line; its ETag is what carrying it out must send in If-Match.</summary>
    private static async Task<UpgradeResource> GetAsync(ProjectId projectId, string kind, Asked asked, ProjectAccess access, AssessmentSheets sheets, UpgradeReader reader, CancellationToken ct)
    {
        var of = AssessmentApi.KindOf(kind);
        await access.ReadAsync(projectId, asked.By, ct);
        var sheet = await sheets.GetAsync(projectId, of, ct);
        return asked.Versioned(UpgradeResource.Of(await reader.OfAsync(projectId, sheet, ct)), sheet.Version);
    }

    /// <summary>Gives the lines of an assessment the factors of the current catalogue, as the preview showed.</summary>
    private static async Task<UpgradeResource> CreateAsync(
        ProjectId projectId, string kind, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => UpgradeResource.Of(await mediator.Send(new UpgradeFactors(projectId, AssessmentApi.KindOf(kind), seen, asked.By), ct));
}

/// <summary>Reads what the current catalogue, and the newest versions of the project's own factors, would change.</summary>
internal sealed class UpgradeReader(FactorCatalogue catalogue, FactorList factors)
{
    public Task<FactorUpgrade> OfAsync(ProjectId project, AssessmentSheet sheet, CancellationToken ct) => OfAsync(project, [.. sheet.Lines.Select(l => l.Line)], ct);

    public async Task<FactorUpgrade> OfAsync(ProjectId project, IReadOnlyCollection<ActivityLine> lines, CancellationToken ct)
        => FactorUpgrade.Of(await catalogue.CurrentVersionAsync(ct), lines, await factors.FindAsync(project, [.. lines.Select(l => l.Factor.Code)], ct));
}

/// <summary>What the current catalogue would change, in kilograms of CO2e, exact.</summary>
/// <param name="CatalogueVersion">The current version.</param>
/// <param name="DifferenceKgCo2e">What the total would change by.</param>
/// <param name="Lines">The lines with factors of an older version.</param>
internal sealed record UpgradeResource(int CatalogueVersion, decimal DifferenceKgCo2e, IReadOnlyList<LineUpgradeResource> Lines)
{
    public static UpgradeResource Of(FactorUpgrade upgrade) => new(
        upgrade.Version,
        upgrade.Difference,
        [.. upgrade.Lines.Select(l => new LineUpgradeResource(l.Line.Id, l.Line.Factor.Code, l.Line.Factor.CatalogueVersion, l.Line.Factor.Value, l.To?.Value, l.Difference, l.Held?.ToString()))]);
}

/// <summary>One line.</summary>
/// <param name="NewFactorValue">Null where the line keeps the factor it has.</param>
/// <param name="HeldBecause">Why, in the language asked for; null where it does not.</param>
internal sealed record LineUpgradeResource(Guid Line, string Factor, int CatalogueVersion, decimal FactorValue, decimal? NewFactorValue, decimal DifferenceKgCo2e, string? HeldBecause);
