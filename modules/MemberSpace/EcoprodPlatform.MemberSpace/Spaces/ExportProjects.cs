using System.Data;
using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// The list of a space as files for the structure's own carbon accounting (MS-4): a row per project, a row per line behind it, and what
/// the file was made with. All of one moment, so that the lines add up to the projects and these to the screen.
/// </summary>
internal sealed class ExportProjects(ModuleLog<MemberSpaceModule> log, TimeProvider clock)
{
    private const string ByDefault = "-maj";

    /// <summary>The lines of the assessment that each project counts with; where that is none, lines that came before it are not in the file either.</summary>
    private static readonly string Lines = $"""
        {ListProjects.Tables}
        join lines l on l.project_id = s.project_id and s.total_ug is not null and not l.is_gone and l.kind = case when s.basis <> 'effective' then s.basis when s.has_final then 'final' else 'provisional' end
        {ListProjects.Passing}
        """;

    private static readonly string LineRows = $"select {ShowLines.Selected}, s.title, l.kind {Lines} order by s.folded_title, s.project_id, l.place, l.line_id";

    private static readonly Columns<ProjectLine> LineColumns = new(
        ties: "l.line_id",
        [
            new("project", new("Projet", "Project"), l => l.Project),
            new("assessment", new("Bilan", "Assessment"), l => Terms.Assessment(l.Kind)),
            .. ShowLines.All().Select(c => new Column<ProjectLine>(c.Key, c.Label, l => c.Value(l.Line)) { FileLabel = c.FileLabel, IsSummed = c.Key == "kg" }),
        ]);

    private static readonly Columns<Particular> ParticularColumns = new(
        ties: "",
        new("what", new("Ce fichier", "This file"), p => p.What),
        new("value", Text.Same(" "), p => p.Value));

    public static void Map(Routes to)
    {
        to.Page(Links.ProjectsFile, DownloadProjectsAsync);
        to.Page(Links.AllLinesFile, DownloadLinesAsync);
    }

    /// <summary>The projects of the page's address, all of them.</summary>
    private static async Task<IResult> DownloadProjectsAsync(OrganisationId organisation, string format, Asked asked, HttpContext http, SpaceAccess access, ExportProjects export, CancellationToken ct)
    {
        var asking = await ReadAsync(organisation, asked, http, access, ct);
        var name = new Text("projets", "projects");
        return format == WorkbookFile.Format
            ? WorkbookFile.Of(name, (to, stop) => export.WriteAsync(to, asking, stop))
            : ListProjects.Columns.File(format, name, export.RowsAsync(asking, ct));
    }

    /// <summary>The lines of the projects of the page's address, all of them.</summary>
    private static async Task<IResult> DownloadLinesAsync(OrganisationId organisation, string format, Asked asked, HttpContext http, SpaceAccess access, ExportProjects export, CancellationToken ct)
    {
        var asking = await ReadAsync(organisation, asked, http, access, ct);
        return LineColumns.File(format, new("lignes", "lines"), export.LinesAsync(asking, ct));
    }

    private static async Task<Asking> ReadAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        return new Asking(space, SpaceFilter.Read(FilterQuery.OfPage(http), space), http.Request.Query["q"].ToString().Trim(), ListProjects.Columns.Sort(http, ByDefault));
    }

    private IAsyncEnumerable<ProjectRow> RowsAsync(Asking asking, CancellationToken ct) => log.StreamAsync(asking.Sql, r => ProjectRow.Of(r, asking.Filter.Basis), ct, asking.Arguments);

    private IAsyncEnumerable<ProjectLine> LinesAsync(Asking asking, CancellationToken ct) => log.StreamAsync(LineRows, ProjectLine.Of, ct, asking.Arguments);

    private async Task WriteAsync(Stream to, Asking asking, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var projects = await connection.StreamAsync($"select count(*), sum(s.total_ug) {ListProjects.Tables} {ListProjects.Passing}", Sum, ct, asking.Arguments).SingleAsync(ct);
        var lines = await connection.StreamAsync("select count(*), sum(l.kg) * 1000000000 " + Lines, Sum, ct, asking.Arguments).SingleAsync(ct);
        var undated = !asking.Filter.HasDates ? 0 : (await connection.StreamAsync(
            $"select count(*), null::numeric {ListProjects.Tables} {ListProjects.Passing} and not s.is_closed", Sum, ct, ListProjects.Arguments(asking.Space, asking.Filter.WithoutDates(), asking.Search)).SingleAsync(ct)).Count;
        await using var all = connection.StreamAsync(LineRows, ProjectLine.Of, ct, asking.Arguments).GetAsyncEnumerator(ct);
        await WorkbookFile.WriteAsync(
            to,
            [
                ListProjects.Columns.SheetWithSums(new("Projets", "Projects"), connection.StreamAsync(asking.Sql, r => ProjectRow.Of(r, asking.Filter.Basis), ct, asking.Arguments)),
                // A sheet has an end; where the lines go beyond, they go on in the next.
                .. Enumerable.Range(1, (int)Math.Max(1, (lines.Count + WorkbookFile.MostRows - 1) / WorkbookFile.MostRows))
                    .Select(n => LineColumns.Sheet(n == 1 ? new("Lignes", "Lines") : new($"Lignes {n}", $"Lines {n}"), Next(all, WorkbookFile.MostRows))),
                ParticularColumns.Sheet(new("Filtres", "Filters"), Particulars(asking, projects, lines, undated)),
            ],
            ct);
    }

    private IEnumerable<Particular> Particulars(Asking asking, (long Count, decimal Kg) projects, (long Count, decimal Kg) lines, long undated)
    {
        yield return new(new("Structure", "Structure"), asking.Space.Name);
        yield return new(new("Fait le (heure de Paris)", "Made on (Paris time)"), clock.GetUtcNow());
        var words = asking.Filter.InWords();
        yield return new(new("Filtres", "Filters"), words.Count == 0 ? new Text("aucun : tous les projets de l’espace", "none: all projects of the space") : (object)string.Join(" ; ", words.Select(w => w.Words.ToString())));
        if (asking.Search.Length > 0)
        {
            yield return new(new("Recherche", "Search"), asking.Search);
        }

        foreach (var problem in asking.Filter.Problems)
        {
            yield return new(new("Non pris en compte", "Not taken into account"), problem.Text);
        }

        yield return new(new("Projets", "Projects"), projects.Count);
        yield return new(new("Total des projets (kgCO2e)", "Total of the projects (kgCO2e)"), projects.Kg);
        yield return new(new("Lignes", "Lines"), lines.Count);
        yield return new(new("Total des lignes (kgCO2e)", "Total of the lines (kgCO2e)"), lines.Kg);
        if (lines.Kg != projects.Kg)
        {
            yield return new(new("À savoir", "To know"), new Text(
                "Des équipes changeaient leur bilan à cet instant : leurs lignes arrivaient et ne font pas encore exactement le total.",
                "Teams were changing their footprints at that moment: their lines were on their way and do not yet add up exactly to the total."));
        }

        if (undated > 0)
        {
            yield return new(new("Sans date de finalisation, non comptés", "Without a finalisation date, not counted"), undated);
        }
    }

    private static (long Count, decimal Kg) Sum(NpgsqlDataReader r) => (r.GetInt64(0), r.IsDBNull(1) ? 0 : Micrograms.ToCo2e(r.GetDecimal(1)).Kilograms);

    private static async IAsyncEnumerable<T> Next<T>(IAsyncEnumerator<T> rows, int most)
    {
        for (var i = 0; i < most && await rows.MoveNextAsync(); i++)
        {
            yield return rows.Current;
        }
    }

    /// <summary>What is asked for.</summary>
    private sealed record Asking(SpaceView Space, SpaceFilter Filter, string Search, TableSort Sort)
    {
        public string Sql => $"{ListProjects.Rows} {ListProjects.Columns.OrderBy(Sort)}";

        public object?[] Arguments => ListProjects.Arguments(Space, Filter, Search);
    }

    /// <summary>A line with its project.</summary>
    private sealed record ProjectLine(SharedLine Line, string Project, string Kind)
    {
        public static ProjectLine Of(NpgsqlDataReader r) => new(SharedLine.Of(r), r.GetString(11), r.GetString(12));
    }

    /// <summary>Something to know of the file.</summary>
    private sealed record Particular(Text What, object? Value);
}
