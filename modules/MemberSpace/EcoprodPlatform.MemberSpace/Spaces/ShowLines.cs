using System.Text.Json;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// The lines behind one shared footprint, read-only, each with the formula its team sees (MS-42). The team's comments and evidence
/// never left Footprint.
/// </summary>
internal sealed class ShowLines(ModuleLog<MemberSpaceModule> log)
{
    internal const string Selected = "l.project_id, l.line_id, l.department, l.post, l.phase, l.label, l.quantity, l.kg, l.data_status, l.question, l.factor";

    private const string From = "from lines l where l.project_id = $1 and l.kind = $2 and not l.is_gone and ($3::text is null or l.department = $3) and ($4::text is null or l.post = $4)";

    private const string ByDefault = "-kg";

    public static readonly Columns<SharedLine> Columns = new(ties: "l.place, l.line_id", All());

    public static void Map(Routes to)
    {
        to.Page(Links.Lines, ShowAsync);
        to.Page(Links.LinesFile, DownloadAsync);
        to.Under(KeyScope.Lines.Policy).Get("/api/member-spaces/{organisation:guid}/projects/{project:guid}/lines", GetAsync, "ListSpaceProjectLines").Produces<LineList>().OpenToKeys(KeyScope.Lines);
    }

    /// <summary>The columns of a line, in files after what tells its project.</summary>
    internal static Column<SharedLine>[] All() =>
    [
        new("label", new("Ligne", "Line"), l => l.Label ?? l.Factor.Name.ToString()) { PageKey = "ligne", Sql = "coalesce(l.label, l.factor -> 'name' ->> 'fr')" },
        new("department", new("Département", "Department"), l => Terms.Department(l.Department)) { PageKey = "dep", Sql = "l.department" },
        new("post", new("Poste", "Post"), l => Terms.Post(l.Post)) { PageKey = "pos", Sql = "l.post" },
        new("phase", new("Phase", "Phase"), l => Terms.Phase(l.Phase)) { PageKey = "phase", Sql = "l.phase" },
        new("quantity", new("Quantité", "Quantity"), l => l.Quantity) { IsNumeric = true },
        new("unit", new("Unité", "Unit"), l => l.Factor.UnitName) { IsOnlyInFiles = true },
        new("kg", new("Résultat", "Result"), l => l.Kg) { FileLabel = new("Résultat (kgCO2e)", "Result (kgCO2e)"), PageKey = "kg", Sql = "l.kg", IsNumeric = true },
        new("factor", new("Facteur", "Factor"), l => l.Factor.Name) { IsOnlyInFiles = true },
        new("factorValue", new("Valeur du facteur (kgCO2e/unité)", "Value of the factor (kgCO2e/unit)"), l => l.Factor.Value) { IsOnlyInFiles = true },
        new("source", new("Source", "Source"), l => l.Factor.Source) { IsOnlyInFiles = true },
        new("place", new("Lieu", "Place"), l => l.Factor.Place) { IsOnlyInFiles = true },
        new("year", new("Année", "Year"), l => l.Factor.Year) { IsOnlyInFiles = true },
        new("perimeter", new("Compte", "Counts"), l => l.Factor.Perimeter) { IsOnlyInFiles = true },
        new("factorCode", new("Code du facteur", "Factor code"), l => l.Factor.Code) { IsOnlyInFiles = true },
        new("factorVersion", new("Version du catalogue", "Catalogue version"), l => l.Factor.Version) { IsOnlyInFiles = true },
        new("dataStatus", new("Donnée", "Data"), l => Terms.DataStatus(l.DataStatus)) { IsOnlyInFiles = true },
    ];

    public async Task<LineList> ReadAsync(ProjectId projectId, AssessmentView assessment, LineQuery query, TableSort sort, Paging paging, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of($"select count(*), sum(l.kg) {From}", query.Arguments(projectId, assessment.Kind)));
        batch.BatchCommands.Add(SqlStatement.Of($"select count(*), sum(l.kg) {From}", LineQuery.Everything.Arguments(projectId, assessment.Kind)));
        batch.BatchCommands.Add(SqlStatement.Of($"select {Selected} {From} {Columns.OrderBy(sort)} limit $5 offset $6", [.. query.Arguments(projectId, assessment.Kind), paging.Size, paging.Offset]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var (total, kg) = (await reader.RowsAsync(Sums, ct))[0];
        await reader.NextResultAsync(ct);
        var (all, allKg) = (await reader.RowsAsync(Sums, ct))[0];
        await reader.NextResultAsync(ct);
        var items = await reader.RowsAsync(SharedLine.Of, ct);
        return new LineList(assessment.Kind, total, kg, all != assessment.Lines || allKg != assessment.TotalKg, paging.Number, items);

        static (long Lines, decimal Kg) Sums(NpgsqlDataReader r) => (r.GetInt64(0), r.IsDBNull(1) ? 0 : r.GetDecimal(1));
    }

    private IAsyncEnumerable<SharedLine> AllAsync(ProjectId projectId, AssessmentView assessment, LineQuery query, TableSort sort, CancellationToken ct)
        => log.StreamAsync($"select {Selected} {From} {Columns.OrderBy(sort)}", SharedLine.Of, ct, query.Arguments(projectId, assessment.Kind));

    private static async Task<IResult> ShowAsync(
        OrganisationId organisation, ProjectId project, string? bilan, Asked asked, HttpContext http, SpaceAccess access, ShowFootprint footprint, ShowLines lines, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var view = await footprint.ReadAsync(organisation, project, ct);
        if (view.Find(bilan) is not { } shown)
        {
            return Page.Redirect(MemberSpaceLinks.Project(organisation, project));
        }

        var sort = Columns.Sort(http, ByDefault);
        var paging = Paging.Of(http);
        var list = await lines.ReadAsync(project, shown, LineQuery.OfPage(http), sort, paging, ct);
        return Page.Of(new LinesPage { Space = space, View = view, Shown = shown, List = list, Sort = sort, Paging = paging with { Total = (int)list.Total } });
    }

    /// <summary>The lines of the page's address, all of them.</summary>
    private static async Task<IResult> DownloadAsync(
        OrganisationId organisation, ProjectId project, string format, string? bilan, Asked asked, HttpContext http, SpaceAccess access, ShowFootprint footprint, ShowLines lines, CancellationToken ct)
    {
        await access.DemandAsync(organisation, asked.By, ct);
        var view = await footprint.ReadAsync(organisation, project, ct);
        var shown = view.Find(bilan) ?? throw Nothing();
        return Columns.File(format, new("lignes", "lines"), lines.AllAsync(project, shown, LineQuery.OfPage(http), Columns.Sort(http, ByDefault), ct));
    }

    /// <summary>The lines of an assessment of a project of the space, each with its formula.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="project">The project.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="footprint">The project.</param>
    /// <param name="lines">The query.</param>
    /// <param name="ct">Cancellation.</param>
    /// <param name="assessment"><c>provisional</c> or <c>final</c>; the one that is counted (final if it exists) when not given.</param>
    /// <param name="department">Code of a department.</param>
    /// <param name="post">Code of an emission post.</param>
    /// <param name="sort">label, department, post, phase, kg; with - before it for descending.</param>
    /// <param name="page">From 1.</param>
    /// <param name="size">Lines a page, at most 500.</param>
    private static async Task<IResult> GetAsync(
        OrganisationId organisation, ProjectId project, SpaceReader reader, SpaceAccess access, ShowFootprint footprint, ShowLines lines, CancellationToken ct,
        string? assessment = null, string? department = null, string? post = null, string sort = ByDefault, int page = 1, int size = 100)
    {
        await access.DemandAsync(organisation, reader, ct);
        var view = await footprint.ReadAsync(organisation, project, ct);
        var shown = view.Assessments.FirstOrDefault(a => assessment is null || a.Kind == assessment) ?? throw Nothing();
        return Results.Ok(await lines.ReadAsync(project, shown, new LineQuery(department, post), Columns.ApiSort(sort), Paging.ForProgram(page, size), ct));
    }

    private static RuleBrokenException Nothing() => RuleBrokenException.NotFound("project.no-assessment", new Text(
        "Ce projet n’a pas ce bilan.", "This project has no such assessment."));
}

/// <summary>Which lines; what is not in the lists matches nothing.</summary>
internal sealed record LineQuery(string? Department, string? Post)
{
    public const string DepartmentField = "departement";

    public const string PostField = "poste";

    public static LineQuery Everything { get; } = new(null, null);

    public static LineQuery OfPage(HttpContext http) => new(Given(http, DepartmentField), Given(http, PostField));

    public object?[] Arguments(ProjectId projectId, string kind)
        => [projectId, kind, SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Text, Department), SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Text, Post)];

    private static string? Given(HttpContext http, string field) => http.Request.Query[field].ToString() is { Length: > 0 } value ? value : null;
}

/// <summary>A page of the lines of an assessment. Masses are kilograms of CO2e, exact.</summary>
/// <param name="Assessment"><c>provisional</c> or <c>final</c>.</param>
/// <param name="Total">Number of lines asked for.</param>
/// <param name="TotalKg">Their sum.</param>
/// <param name="IsCatchingUp">A change of the team has reached the figures and not yet the lines, or the other way round: for a moment they do not add up.</param>
/// <param name="Page">From 1.</param>
public sealed record LineList(string Assessment, long Total, decimal TotalKg, bool IsCatchingUp, int Page, IReadOnlyList<SharedLine> Items);

/// <summary>One line of a shared footprint.</summary>
/// <param name="Label">What the team calls it; null when it calls it nothing.</param>
/// <param name="Quantity">In the factor's unit.</param>
/// <param name="Kg">Quantity × factor, exact.</param>
/// <param name="DataStatus"><c>measured</c>, <c>calculated</c>, <c>estimated</c>, <c>monetary</c>; null: not said.</param>
/// <param name="Question">Code of the question it answers; null for a line that was entered as one.</param>
public sealed record SharedLine(
    Guid ProjectId, Guid Id, string Department, string Post, string Phase, string? Label, decimal Quantity, decimal Kg, string? DataStatus, string? Question, SharedFactor Factor)
{
    internal static SharedLine Of(NpgsqlDataReader r) => new(
        r.GetGuid(0), r.GetGuid(1), r.GetString(2), r.GetString(3), r.GetString(4), r.TextOrNull(5), r.GetDecimal(6), r.GetDecimal(7), r.TextOrNull(8), r.TextOrNull(9),
        JsonSerializer.Deserialize<SharedFactor>(r.GetString(10), EventMap.Json)!);
}

/// <summary>The factor of a line, as it was when the line was entered.</summary>
/// <param name="Code">Its code in the catalogue, or the project's own.</param>
/// <param name="Version">Of the catalogue, or of the project's own factor.</param>
/// <param name="Value">Kilograms of CO2e for one <paramref name="Unit"/>.</param>
/// <param name="Unit">Code of what the quantity is counted in.</param>
/// <param name="Year">The year it holds for, where the source says one.</param>
/// <param name="Source">Empty where it is not known, as place and perimeter.</param>
public sealed record SharedFactor(string Code, int Version, decimal Value, string Unit, int? Year, Text Name, Text UnitName, Text Source, Text Place, Text Perimeter);
