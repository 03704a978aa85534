using EcoprodPlatform.Web.Lists;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>The projects that are shared with a structure: the eight columns of MS-39, filtered, sorted, searched, 20 a page.</summary>
internal sealed class ListProjects(ModuleLog<MemberSpaceModule> log)
{
    internal const string Tables = "from space_projects s left join people p on p.person_id = s.owner_id";

    internal static readonly string Passing = "where " + SpaceFilter.Where
        + " and ($14 = '' or position($14 in s.folded_title) > 0 or position($14 in p.folded_name) > 0) and ($15::timestamptz is null or s.touched_at >= $15)";

    internal static readonly string Rows = $"""
        select s.project_id, s.title, s.genre, p.first_name || ' ' || p.last_name, s.created_at, s.changed_at,
          s.has_provisional, s.has_final, s.is_closed, s.finalised_on, s.total_ug, s.tags, {DeadLetters.Concern("s.project_id")}, s.touched_at, {SpaceFilter.PartUg}
        {Tables} {Passing}
        """;

    private const string ByDefault = "-maj";

    public static readonly Columns<ProjectRow> Columns = new(
        ties: "s.folded_title, s.project_id",
        new("title", new("Vos projets", "Your projects"), r => r.Title) { FileLabel = new("Projet", "Project"), PageKey = "projet", Sql = "s.folded_title" },
        new("genre", new("Genre", "Genre"), r => Terms.Genre(r.Genre)) { IsOnlyInFiles = true },
        new("owner", new("Propriétaire du projet", "Project owner"), r => r.Owner) { PageKey = "proprietaire", Sql = "p.folded_name" },
        new("createdAt", new("Créé le", "Created on"), r => r.CreatedAt) { PageKey = "cree", Sql = "s.created_at", IsNumeric = true },
        new("updatedAt", new("Mis à jour le", "Updated on"), r => r.UpdatedAt) { PageKey = "maj", Sql = "s.changed_at", IsNumeric = true },
        new("assessment", new("Type d’évaluation", "Type of assessment"), r => Terms.Assessments(r.HasProvisional, r.HasFinal)) { PageKey = "bilan", Sql = "s.has_final::int * 2 + s.has_provisional::int" },
        new("status", new("Statut", "Status"), r => Terms.Status(r.IsClosed)) { PageKey = "statut", Sql = "s.is_closed" },
        new("finalisedOn", new("Finalisé le", "Finalised on"), r => r.FinalisedOn) { IsOnlyInFiles = true },
        new("counted", new("Bilan compté", "Counted assessment"), r => r.Counted is { } kind && r.TotalKg is not null ? Terms.Assessment(kind) : null) { IsOnlyInFiles = true },
        new("total", new("Bilan total", "Total"), r => r.TotalKg) { FileLabel = new("Bilan total (kgCO2e)", "Total (kgCO2e)"), PageKey = "total", Sql = "s.total_ug", IsNumeric = true, IsSummed = true },
        new("repaired", new("Chiffres en cours de réparation", "Figures being repaired"), r => r.IsBeingRepaired ? new Text("oui", "yes") : null) { IsOnlyInFiles = true },
        new("part", new("Dont postes ou départements filtrés", "Of it in the posts or departments filtered by"), r => r.PartKg) { FileLabel = new("Dont postes ou départements filtrés (kgCO2e)", "Of it in the posts or departments filtered by (kgCO2e)"), PageKey = "part", Sql = SpaceFilter.PartUg, IsNumeric = true, IsOnlyInFiles = true, IsSummed = true },
        new("changedAt", new("Changé le", "Changed on"), r => r.ChangedAt) { PageKey = "change", Sql = "s.touched_at", IsOnlyForPrograms = true });

    public static void Map(Routes to)
    {
        to.Page(MemberSpaceLinks.Projects, ShowAsync);
        to.Under(KeyScope.Projects.Policy).Get("/api/member-spaces/{organisation:guid}/projects", GetAsync, "ListSpaceProjects").Produces<ProjectList>().OpenToKeys(KeyScope.Projects);
    }

    public async Task<ProjectList> ReadAsync(SpaceView space, SpaceFilter filter, string? search, TableSort sort, Paging paging, CancellationToken ct, DateTimeOffset? changedSince = null)
    {
        var folded = Folded.Of(search ?? "");
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of($"select count(*), sum(s.total_ug) {Tables} {Passing}", [.. filter.Arguments(space.Id), folded, Since(changedSince)]));
        batch.BatchCommands.Add(SqlStatement.Of(
            $"{Rows} {Columns.OrderBy(sort)} limit $16 offset $17",
            [.. filter.Arguments(space.Id), folded, Since(changedSince), paging.Size, paging.Offset]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var sums = (await reader.RowsAsync(r => (Count: r.GetInt64(0), Ug: r.IsDBNull(1) ? 0 : r.GetDecimal(1)), ct))[0];
        await reader.NextResultAsync(ct);
        var basis = filter.Basis;
        var items = await reader.RowsAsync(r => ProjectRow.Of(r, basis), ct);
        return new ProjectList(sums.Count, Micrograms.ToCo2e(sums.Ug).Kilograms, paging.Number, items);
    }

    /// <summary>What <see cref="Passing"/> takes.</summary>
    internal static object?[] Arguments(SpaceView space, SpaceFilter filter, string? search) => [.. filter.Arguments(space.Id), Folded.Of(search ?? ""), Since(null)];

    private static NpgsqlParameter Since(DateTimeOffset? moment) => SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.TimestampTz, moment?.ToUniversalTime());

    private static async Task<IResult> ShowAsync(OrganisationId organisation, Asked asked, HttpContext http, SpaceAccess access, ListProjects list, Dashboard dashboard, CancellationToken ct)
    {
        var space = await access.DemandAsync(organisation, asked.By, ct);
        var filter = SpaceFilter.Read(FilterQuery.OfPage(http), space);
        var sort = Columns.Sort(http, ByDefault);
        var paging = Paging.Of(http);
        var found = await list.ReadAsync(space, filter, http.Request.Query["q"], sort, paging, ct);
        var (facets, excluded) = await dashboard.AroundAsync(space.Id, filter, ct);
        return Page.Of(new ProjectListPage { Space = space, Filter = filter, Facets = facets, Excluded = excluded, List = found, Sort = sort, Paging = paging with { Total = (int)found.Total } });
    }

    /// <summary>The projects of the space, 20 a page.</summary>
    /// <param name="organisation">The structure.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="q">Part of a title or of an owner's name.</param>
    /// <param name="reader">Who asks.</param>
    /// <param name="access">Who may enter.</param>
    /// <param name="list">The query.</param>
    /// <param name="ct">Cancellation.</param>
    /// <param name="sort">title, owner, createdAt, updatedAt, changedAt, assessment, status, total, part; with - before it for descending.</param>
    /// <param name="page">From 1.</param>
    /// <param name="changedSince">What has changed since this moment in any way, tags included (<c>2026-11-01T00:00:00Z</c>).</param>
    private static async Task<IResult> GetAsync(
        OrganisationId organisation, [AsParameters] FilterQuery filters, string? q, SpaceReader reader, SpaceAccess access, ListProjects list, CancellationToken ct, string sort = "-updatedAt", int page = 1, string? changedSince = null)
    {
        var space = await access.DemandAsync(organisation, reader, ct);
        var filter = SpaceFilter.Read(filters, space).OrThrow();
        return Results.Ok(await list.ReadAsync(space, filter, q, Columns.ApiSort(sort), Paging.ForProgram(page), ct, ChangedSince.Read(changedSince)));
    }
}

/// <summary>A page of the projects of a space.</summary>
/// <param name="Total">Number of projects that pass the filters and the search.</param>
/// <param name="TotalKg">Their total, in kilograms of CO2e: the dashboard's, when nothing is searched.</param>
/// <param name="Page">From 1.</param>
public sealed record ProjectList(long Total, decimal TotalKg, int Page, IReadOnlyList<ProjectRow> Items);

/// <summary>One project as a space lists it.</summary>
/// <param name="Owner">First and last name of its owner; null when the account is gone.</param>
/// <param name="UpdatedAt">When its data were changed last.</param>
/// <param name="ChangedAt">When anything of it was changed last, the tags included.</param>
/// <param name="Counted">Which assessment the total is of: <c>provisional</c>, <c>final</c>, or null without any.</param>
/// <param name="TotalKg">Kilograms of CO2e; null without an assessment, which is not zero.</param>
/// <param name="PartKg">What of the total lies in the posts, or in the departments, filtered by; null without such a filter, and with both.</param>
/// <param name="Tags">Own tags on the project.</param>
/// <param name="IsBeingRepaired">What was told of it could not be taken in: its figures may be those of before.</param>
public sealed record ProjectRow(
    Guid Id,
    string Title,
    string Genre,
    string? Owner,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset ChangedAt,
    bool HasProvisional,
    bool HasFinal,
    bool IsClosed,
    DateOnly? FinalisedOn,
    string? Counted,
    decimal? TotalKg,
    decimal? PartKg,
    IReadOnlyList<Guid> Tags,
    bool IsBeingRepaired)
{
    /// <summary>A row whose last column, if it is there, is <see cref="SpaceFilter.PartUg"/>.</summary>
    internal static ProjectRow Of(NpgsqlDataReader r, string basis, bool hasPart = true)
    {
        var (hasProvisional, hasFinal) = (r.GetBoolean(6), r.GetBoolean(7));
        var counted = basis != "effective" ? basis : hasFinal ? "final" : hasProvisional ? "provisional" : null;
        return new ProjectRow(
            r.GetGuid(0), r.GetString(1), r.GetString(2), r.TextOrNull(3), r.GetFieldValue<DateTimeOffset>(4), r.GetFieldValue<DateTimeOffset>(5), r.GetFieldValue<DateTimeOffset>(13),
            hasProvisional, hasFinal, r.GetBoolean(8), r.ValueOrNull<DateOnly>(9), counted,
            Kg(10), hasPart ? Kg(14) : null, r.GetFieldValue<Guid[]>(11), r.GetBoolean(12));

        decimal? Kg(int column) => r.IsDBNull(column) ? null : Micrograms.ToCo2e(r.GetDecimal(column)).Kilograms;
    }
}
