using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>Two to four projects of the space side by side (MS-46), by the assessment that each counts with (T7).</summary>
internal sealed class CompareProjects(SpaceMemory memory, ShowFootprint footprint)
{
    /// <summary>The parameter of the pages' addresses, once per project.</summary>
    public const string Field = "projet";

    public const int Fewest = 2;

    public const int Most = 4;

    public static readonly Text HowMany = new("Choisissez de deux à quatre projets à comparer.", "Choose two to four projects to compare.");

    public static void Map(Routes to)
    {
        to.Page(Links.Comparison, ShowAsync);
        to.Page(Links.ComparisonFile, DownloadAsync);
        to.Get("/api/member-spaces/{organisation:guid}/comparison", GetAsync, "CompareSpaceProjects").Produces<IReadOnlyList<ComparedProject>>();
    }

    /// <summary>The projects in the order asked for; each of them has to be in the space.</summary>
    public async Task<IReadOnlyList<ComparedProject>> ReadAsync(OrganisationId organisation, IReadOnlyList<ProjectId> chosen, CancellationToken ct)
    {
        if (chosen.Count is < Fewest or > Most)
        {
            throw new RuleBrokenException("comparison.count", HowMany, RuleKind.Invalid, "project");
        }

        var all = (await memory.ReadAsync(organisation, ct)).Projects.ToDictionary(p => p.Id);
        var compared = new List<ComparedProject>();
        foreach (var id in chosen)
        {
            compared.Add(ComparedProject.Of(all.GetValueOrDefault(id) ?? throw SharedProject.Unknown(), await footprint.ReadAsync(organisation, id, ct)));
        }

        return compared;
    }

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, CompareProjects compare, SpaceMemory memory, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var chosen = Chosen(http.Request.Query[Field]);
        if (chosen.Count is >= Fewest and <= Most)
        {
            return Page.Of(new ComparisonPage { Space = space, Projects = await compare.ReadAsync(organisation, chosen, ct) });
        }

        var all = (await memory.ReadAsync(organisation, ct)).Projects.ToDictionary(p => p.Id);
        return Page.Of(new ChooseProjectsPage { Space = space, Chosen = [.. chosen.Select(id => all.TryGetValue(id, out var p) ? new NamedProject(p.Id, p.Title) : throw SharedProject.Unknown())] });
    }

    /// <summary>The comparison as a file: a row per figure, a column per project, masses in kilograms with all their digits.</summary>
    private static async Task<IResult> DownloadAsync(OrganisationId organisation, string format, Asked asked, HttpContext http, SpaceAccess access, CompareProjects compare, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        var projects = await compare.ReadAsync(organisation, Chosen(http.Request.Query[Field]), ct);
        var columns = new Columns<(Text Group, ComparedRow Row)>(
            ties: "",
            [
                new("group", new("Partie", "Part"), r => r.Group),
                new("what", new("Donnée", "Figure"), r => r.Row.What),
                new("unit", new("Unité", "Unit"), r => r.Row.Unit),
                .. projects.Select((p, i) => new Column<(Text Group, ComparedRow Row)>($"project{i + 1}", Text.Same(p.Title), r => r.Row.Cells[i].Value ?? (object?)r.Row.Cells[i].Words)),
            ]);
        return columns.File(format, new("comparaison", "comparison"), ComparedGroup.Of(projects).SelectMany(g => g.Rows.Select(r => (g.Title, r))).ToAsyncEnumerable());
    }

    /// <summary>Two to four projects of the space, with all that is compared. What cannot be computed has a reason in its place.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="project">Ids of projects of the space, in the order they are shown.</param>
    /// <param name="asked">Who asks.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="compare">The query.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<IResult> GetAsync(OrganisationId organisation, string[]? project, Asked asked, SpaceAccess access, CompareProjects compare, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        return Results.Ok(await compare.ReadAsync(organisation, Chosen(project ?? []), ct));
    }

    /// <summary>One chosen twice is one.</summary>
    private static IReadOnlyList<ProjectId> Chosen(IEnumerable<string?> ids)
        => [.. ids.Select(id => ProjectId.TryParse(id, null, out var project) ? project : throw SharedProject.Unknown()).Distinct()];
}

/// <summary>One of the projects that are compared, in kilograms of CO2e.</summary>
/// <param name="Counted">The assessment that is compared: <c>final</c> if it exists, else <c>provisional</c>, null without any.</param>
/// <param name="TotalKg">Of that assessment; null without any, which is not zero.</param>
/// <param name="ProvisionalKg">Null without a provisional assessment.</param>
/// <param name="FinalKg">Null without a final assessment.</param>
/// <param name="PerMinute">Per minute of the work.</param>
/// <param name="PerEuro">Per euro of budget.</param>
/// <param name="IsConverted">The budget is in another currency, converted at a rate that Ecoprod gave.</param>
/// <param name="ByPhase">Adds up to the total, heaviest first; so do the next two.</param>
/// <param name="ByDataStatus">By how the quantities are known; adds up to the total once every line has arrived.</param>
/// <param name="IsBeingRepaired">What was told of it could not be taken in: its figures may be those of before.</param>
public sealed record ComparedProject(
    Guid Id,
    string Title,
    string Genre,
    string? Owner,
    bool IsClosed,
    string? Counted,
    decimal? TotalKg,
    decimal? ProvisionalKg,
    decimal? FinalKg,
    ComparedIntensity PerMinute,
    ComparedIntensity PerEuro,
    bool IsConverted,
    IReadOnlyList<Part> ByPhase,
    IReadOnlyList<Part> ByDepartment,
    IReadOnlyList<Part> ByPost,
    IReadOnlyList<Part> ByDataStatus,
    bool IsBeingRepaired)
{
    internal static ComparedProject Of(SpaceProject project, FootprintView view)
    {
        var sums = project.Counted("effective");
        var total = sums?.Total.Kilograms;
        var (row, counted) = (view.Project, view.Find(null));
        return new ComparedProject(
            row.Id, row.Title, row.Genre, row.Owner, row.IsClosed, counted?.Kind, total, project.Provisional?.Total.Kilograms, project.Final?.Total.Kilograms,
            ComparedIntensity.Of(total, project.Minutes, NotComputable.NoDuration),
            ComparedIntensity.Of(total, project.BudgetEur, project.IsInEuros || project.IsConverted ? NotComputable.NoBudget : NotComputable.OtherCurrency),
            project.IsConverted,
            Part.Of([.. (counted?.Cells ?? []).GroupBy(c => c.Phase, c => c.Kg).Select(g => (g.Key, g.Sum()))]),
            sums is null ? [] : Part.Of(Slots.Departments, sums.Places[Slots.Posts.Count..]),
            sums is null ? [] : Part.Of(Slots.Posts, sums.Places[..Slots.Posts.Count]),
            sums is null ? [] : Part.Of(DashboardView.KnownAs, sums.Known, isOrdered: true),
            row.IsBeingRepaired);
    }
}

/// <summary>A mass divided by something of the project.</summary>
/// <param name="Kg">Null when it cannot be computed.</param>
/// <param name="Reason">Then why: <c>no-assessment</c>, <c>no-budget</c>, <c>other-currency</c>, <c>no-duration</c>.</param>
public sealed record ComparedIntensity(decimal? Kg, string? Reason)
{
    internal static ComparedIntensity Of(decimal? kilograms, decimal? by, string reason) => (kilograms, by) switch
    {
        (null, _) => new(null, NotComputable.NoAssessment),
        (_, null) => new(null, reason),
        ({ } kg, { } divisor) => new(kg / divisor, null),
    };
}
