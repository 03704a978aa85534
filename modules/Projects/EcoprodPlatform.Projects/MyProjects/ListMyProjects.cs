using EcoprodPlatform.Web.Lists;
using Npgsql;

namespace EcoprodPlatform.Projects.MyProjects;

/// <summary>"Mes projets" (MS-19): the projects a person owns or takes part in, searched, filtered, sorted, 20 a page.</summary>
internal sealed class ListMyProjects(ModuleLog<ProjectsModule> log)
{
    public const string SearchParameter = "q";
    public const string StatusParameter = "statut";
    public const string Open = "en-cours";
    public const string Closed = "cloture";

    private const string ByDefault = "-maj";
    private const string UnknownValue = "project.unknown-value";

    // What came in last, the project's own event or a result: later than both were made, or a program that asks for what is new would miss it.
    private const string Changed = "greatest(l.touched_at, (select max(taken_at) from assessments m where m.project_id = l.project_id))";

    private const string CountSql = $"""
        select count(*), count(*) filter (where l.finalised_on is null), count(*) filter (where l.finalised_on is not null),
               (select count(*) from project_access where person_id = $1)
        from project_access a join project_list l on l.project_id = a.project_id
        where a.person_id = $1 and l.title_search like all ($2) and ($3::timestamptz is null or {Changed} >= $3)
        """;

    // The final assessment counts where it has lines, else the provisional one (T7); an empty assessment is no result.
    private static readonly string RowsSql = $"""
        select l.project_id, l.title, l.genre, l.is_exercise, l.finalised_on, l.opened_at, updated.at, a.role,
               p.person_id is not null, p.first_name, p.last_name, provisional.total_kg, final.total_kg, cardinality(l.tags), l.collaborators,
               {DeadLetters.Concern("l.project_id")}, {Changed}
        from project_access a
        join project_list l on l.project_id = a.project_id
        left join people p on p.person_id = l.owner_id
        left join assessments provisional on provisional.project_id = l.project_id and provisional.kind = 'provisional' and provisional.lines > 0
        left join assessments final on final.project_id = l.project_id and final.kind = 'final' and final.lines > 0
        cross join lateral (
          select greatest(l.changed_at, (select max(measured_at) from assessments m where m.project_id = l.project_id)) as at
        ) updated
        where a.person_id = $1 and l.title_search like all ($2)
          and ($3 = '' or ($3 = 'cloture') = (l.finalised_on is not null))
          and ($7::timestamptz is null or {Changed} >= $7)

        """;

    public static readonly Columns<ProjectRow> Columns = new(
        ties: "l.project_id desc",
        new("title", new("Projet", "Project"), r => r.Title) { PageKey = "titre", Sql = "l.title_search" },
        new("genre", new("Genre", "Genre"), r => Terms.Genres.Name(r.Genre)) { PageKey = "genre", Sql = "array_position($4, l.genre)" },
        new("status", new("Statut", "Status"), r => r.StatusText) { PageKey = "statut", Sql = "l.finalised_on is not null" },
        new("assessment", new("Type d’évaluation", "Assessment"), r => r.Kinds),
        new("total", new("Bilan total", "Total"), r => r.TotalKg) { PageKey = "total", Sql = "coalesce(final.total_kg, provisional.total_kg)", IsNumeric = true },
        new("updated", new("Mis à jour le", "Updated"), r => r.UpdatedAt) { PageKey = "maj", Sql = "updated.at", IsNumeric = true },
        new("changed", new("Changé le", "Changed"), r => r.ChangedAt) { PageKey = "change", Sql = Changed, IsOnlyForPrograms = true });

    public static void Map(Routes to)
    {
        to.Page(ProjectLinks.Mine, ShowAsync);
        to.Get("/api/projects", GetAsync, "ListProjects");
    }

    public async Task<MyProjectsModel> ReadAsync(PersonId person, string? search, string? status, TableSort sort, Paging paging, CancellationToken ct, bool isProgram = false, DateTimeOffset? changedSince = null)
    {
        var patterns = Folded.WordsOf(search).Select(word => $"%{word}%").ToArray();
        var wanted = status is Open or Closed ? status : "";
        var english = Languages.IsEnglish(CultureInfo.CurrentUICulture);
        var genres = Terms.Genres.All.OrderBy(t => Folded.Words(english ? t.Name.En : t.Name.Fr), StringComparer.Ordinal).Select(t => t.Code).ToArray();
        var since = SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.TimestampTz, changedSince?.ToUniversalTime());
        var counts = (await log.ListAsync(CountSql, r => (All: r.GetInt64(0), Open: r.GetInt64(1), Closed: r.GetInt64(2), Unfiltered: r.GetInt64(3)), ct, person, patterns, since))[0];
        var total = (int)(wanted switch { Open => counts.Open, Closed => counts.Closed, _ => counts.All });
        var shown = paging with { Total = total };
        // On the site a page that no longer exists (a filter, a project less) is the last one; a program finds it empty.
        shown = isProgram ? shown : shown with { Number = Math.Min(shown.Number, shown.Count) };
        var rows = await log.ListAsync($"{RowsSql} {Columns.OrderBy(sort)} limit $5 offset $6", Row, ct, person, patterns, wanted, genres, shown.Size, shown.Offset, since.Clone());
        return new MyProjectsModel(rows, shown, sort, search ?? "", wanted, (int)counts.All, (int)counts.Open, (int)counts.Closed, (int)counts.Unfiltered);
    }

    private static async Task<IResult> ShowAsync(Asked asked, HttpContext http, ListMyProjects list, CancellationToken ct)
        => Page.Of(new MyProjectsPage
        {
            List = await list.ReadAsync(asked.By.Id, http.Request.Query[SearchParameter], http.Request.Query[StatusParameter], Columns.Sort(http, ByDefault), Paging.Of(http), ct),
        });

    /// <summary>The caller's own and shared projects. <c>q</c> searches titles, <c>status</c> is open or closed, <c>sort</c> is title, genre, status, total, updated or changed (<c>-</c> before it for descending), <c>page</c> from 1, <c>size</c> up to 500, <c>changedSince</c> a moment with its offset: what has changed since in any way.</summary>
    private static async Task<ProjectPage> GetAsync(Asked asked, ListMyProjects list, string? q, string? status, string? sort, int? page, int? size, string? changedSince, CancellationToken ct)
    {
        var wanted = status switch { null or "" => null, "open" => Open, "closed" => Closed, _ => throw UnknownStatus() };
        var order = Columns.ApiSort(string.IsNullOrEmpty(sort) ? "-updated" : sort, UnknownValue);
        var paging = Paging.ForProgram(page, size);
        var found = await list.ReadAsync(asked.By.Id, q, wanted, order, paging, ct, isProgram: true, ChangedSince.Read(changedSince));
        return new ProjectPage(
            [.. found.Rows.Select(r => new ProjectItem(
                r.Id,
                r.Title,
                r.Genre,
                r.IsExercise,
                r.IsClosed ? "closed" : "open",
                r.FinalisedOn,
                r.Role,
                r.OwnerName,
                r.CreatedAt,
                r.UpdatedAt,
                r.ChangedAt,
                r.ProvisionalKg,
                r.FinalKg,
                r.TotalKg is { } kg ? new TotalItem(r.FinalKg is not null ? AssessmentMeasuredV1.Final : AssessmentMeasuredV1.Provisional, kg) : null,
                r.Tags,
                r.Collaborators,
                r.IsBeingRepaired))],
            found.Paging.Number,
            found.Paging.Size,
            found.Paging.Total);

        static RuleBrokenException UnknownStatus() => new(UnknownValue, new Text(
            "status : les valeurs possibles sont open, closed.", "status: the possible values are open, closed."), field: "status");
    }

    private static ProjectRow Row(NpgsqlDataReader r) => new(
        r.GetGuid(0),
        r.GetString(1),
        r.GetString(2),
        r.GetBoolean(3),
        r.ValueOrNull<DateOnly>(4),
        r.GetFieldValue<DateTimeOffset>(5),
        r.GetFieldValue<DateTimeOffset>(6),
        r.GetString(7),
        Person.Full(r.TextOrNull(9), r.TextOrNull(10)) ?? (r.GetBoolean(8) ? ProjectWords.ErasedPerson.ToString() : null),
        r.ValueOrNull<decimal>(11),
        r.ValueOrNull<decimal>(12),
        r.GetInt32(13),
        r.GetInt32(14),
        r.GetBoolean(15),
        r.GetFieldValue<DateTimeOffset>(16));

    /// <summary>One page of projects.</summary>
    internal sealed record ProjectPage(IReadOnlyList<ProjectItem> Items, int Page, int Size, int Total);

    /// <summary>One project of the list.</summary>
    /// <param name="UpdatedAt">When its data were changed last.</param>
    /// <param name="ChangedAt">When anything of it was changed last, its tags and people included.</param>
    /// <param name="IsBeingRepaired">What was told of it could not be taken in: its figures may be those of before.</param>
    internal sealed record ProjectItem(
        Guid Id,
        string Title,
        string EditorialGenre,
        bool IsExercise,
        string Status,
        DateOnly? FinalisedOn,
        string Role,
        string? OwnerName,
        DateTimeOffset CreatedAt,
        DateTimeOffset UpdatedAt,
        DateTimeOffset ChangedAt,
        decimal? ProvisionalKg,
        decimal? FinalKg,
        TotalItem? Total,
        int Tags,
        int Collaborators,
        bool IsBeingRepaired);

    /// <summary>The figure that counts and the assessment it comes from (T7).</summary>
    internal sealed record TotalItem(string Kind, decimal Kg);
}

/// <summary>One page of "Mes projets", with what is left out by its filters.</summary>
/// <param name="Status">Filter in force, empty for none.</param>
/// <param name="All">Projects found by the search alone; of these, open and closed ones.</param>
/// <param name="Unfiltered">Projects of the person in all.</param>
public sealed record MyProjectsModel(
    IReadOnlyList<ProjectRow> Rows, Paging Paging, TableSort Sort, string Search, string Status, int All, int OpenCount, int ClosedCount, int Unfiltered);

/// <summary>One row of "Mes projets".</summary>
/// <param name="OwnerName">Null while the name has not arrived yet.</param>
/// <param name="ProvisionalKg">Kilograms of CO2e of the provisional assessment; null when there is none.</param>
public sealed record ProjectRow(
    Guid Id,
    string Title,
    string Genre,
    bool IsExercise,
    DateOnly? FinalisedOn,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Role,
    string? OwnerName,
    decimal? ProvisionalKg,
    decimal? FinalKg,
    int Tags,
    int Collaborators,
    bool IsBeingRepaired,
    DateTimeOffset ChangedAt)
{
    public bool IsClosed => FinalisedOn is not null;

    public Text StatusText => IsClosed ? new("Clôturé", "Closed") : new("Non clôturé", "Open");

    public Text Kinds => (ProvisionalKg, FinalKg) switch
    {
        (null, null) => new("Aucun bilan", "None"),
        (not null, null) => new("Bilan prévisionnel", "Provisional"),
        (null, not null) => new("Bilan définitif", "Final"),
        _ => new("Bilans prévisionnel et définitif", "Provisional and final"),
    };

    /// <summary>The final assessment's total, else the provisional one's (T7).</summary>
    public decimal? TotalKg => FinalKg ?? ProvisionalKg;
}
