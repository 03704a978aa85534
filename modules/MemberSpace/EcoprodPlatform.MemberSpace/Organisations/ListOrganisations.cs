using EcoprodPlatform.Web.Lists;
using NpgsqlTypes;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>The register of structures for staff: search by name or tag, members or not, with a space or not.</summary>
internal sealed class ListOrganisations(ModuleLog<MemberSpaceModule> log, OrganisationDesk desk)
{
    private const string Filtered = """
        from organisations o
        where ($1 = '' or position($1 in o.folded_name) > 0
               or exists (select 1 from tags t where t.organisation_id = o.organisation_id and position($1 in t.folded_name) > 0))
          and ($2::text is null or $2 = case when not o.is_member then 'none' when o.paid_until >= $3 then 'paid' else 'lapsed' end)
          and ($4::boolean is null or (o.space_opened_at is not null) = $4)
        """;

    private const string Rows = """
        select o.organisation_id, o.name, o.is_member, o.paid_until, o.space_opened_at is not null,
          array(select t.name from tags t where t.organisation_id = o.organisation_id and not t.is_retired order by t.folded_name),
          (select count(*) from administrators a where a.organisation_id = o.organisation_id)

        """ + Filtered;

    public static readonly Columns<OrganisationRow> Columns = new(
        ties: "o.folded_name",
        new("name", new("Structure", "Structure"), r => r.Name),
        new("membership", new("Adhésion", "Membership"), r => Membership.Words(r.IsMember, r.IsPaidUp)),
        new("paidUntil", new("À jour jusqu’au", "Paid until"), r => r.PaidUntil) { IsOnlyInFiles = true },
        new("hasSpace", new("Espace membre", "Member space"), r => r.HasSpace),
        new("tags", new("Tags", "Tags"), r => string.Join(", ", r.Tags)),
        new("administrators", new("Personnes administratrices", "Administrators"), r => r.Administrators) { IsNumeric = true });

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Organisations, ShowAsync);
        to.Staff.Page(Links.OrganisationsFile, Download);
        to.Staff.Get("/api/organisations", GetAsync).Produces<OrganisationList>();
    }

    public async Task<OrganisationList> ReadAsync(string? search, string? membership, bool? hasSpace, Paging paging, CancellationToken ct)
    {
        var today = desk.Today;
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of("select count(*) " + Filtered, Arguments(search, membership, hasSpace, today)));
        batch.BatchCommands.Add(SqlStatement.Of($"{Rows} {Columns.OrderBy()} limit $5 offset $6", [.. Arguments(search, membership, hasSpace, today), paging.Size, paging.Offset]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var total = (await reader.RowsAsync(r => r.GetInt64(0), ct))[0];
        await reader.NextResultAsync(ct);
        return new OrganisationList((int)total, await reader.RowsAsync(r => OrganisationRow.Of(r, today), ct));
    }

    /// <summary>All of them, for files.</summary>
    public IAsyncEnumerable<OrganisationRow> AllAsync(string? search, string? membership, bool? hasSpace, CancellationToken ct)
    {
        var today = desk.Today;
        return log.StreamAsync($"{Rows} {Columns.OrderBy()}", r => OrganisationRow.Of(r, today), ct, Arguments(search, membership, hasSpace, today));
    }

    private static object?[] Arguments(string? search, string? membership, bool? hasSpace, DateOnly today) =>
    [
        Folded.Of(search ?? ""),
        SqlStatement.Typed(NpgsqlDbType.Text, membership is "none" or "paid" or "lapsed" ? membership : null),
        today,
        SqlStatement.Typed(NpgsqlDbType.Boolean, hasSpace),
    ];

    private static async Task<IResult> ShowAsync(HttpContext http, ListOrganisations list, CancellationToken ct)
    {
        var (search, membership, hasSpace) = Filters(http);
        var paging = Paging.Of(http);
        var found = await list.ReadAsync(search, membership, hasSpace, paging, ct);
        return Page.Of(new OrganisationListPage { List = found, Paging = paging with { Total = found.Total } });
    }

    /// <summary>The structures of the page's address, all of them.</summary>
    private static IResult Download(string format, HttpContext http, ListOrganisations list, CancellationToken ct)
    {
        var (search, membership, hasSpace) = Filters(http);
        return Columns.File(format, Text.Same("structures"), list.AllAsync(search, membership, hasSpace, ct));
    }

    private static (string? Search, string? Membership, bool? HasSpace) Filters(HttpContext http)
    {
        var query = http.Request.Query;
        return (query["q"], query["adhesion"], query["espace"].ToString() switch { "oui" => true, "non" => false, _ => null });
    }

    /// <summary>The register of structures, 20 a page, by name.</summary>
    /// <param name="q">Part of a structure's or a tag's name.</param>
    /// <param name="membership"><c>none</c>, <c>paid</c> or <c>lapsed</c>.</param>
    /// <param name="hasSpace">With or without a member space.</param>
    /// <param name="http">The request.</param>
    /// <param name="list">The query.</param>
    /// <param name="page">From 1.</param>
    /// <param name="ct">Cancellation.</param>
    private static async Task<IResult> GetAsync(string? q, string? membership, bool? hasSpace, HttpContext http, ListOrganisations list, CancellationToken ct, int page = 1)
        => Results.Ok(await list.ReadAsync(q, membership, hasSpace, Paging.ForProgram(page), ct));
}

/// <summary>A page of the register.</summary>
/// <param name="Total">Number of structures that match.</param>
public sealed record OrganisationList(int Total, IReadOnlyList<OrganisationRow> Items);

/// <summary>One structure of the register.</summary>
public sealed record OrganisationRow(
    Guid Id, string Name, bool IsMember, DateOnly? PaidUntil, bool IsPaidUp, bool HasSpace, IReadOnlyList<string> Tags, long Administrators)
{
    internal static OrganisationRow Of(NpgsqlDataReader r, DateOnly today)
    {
        var held = new Membership(r.GetBoolean(2), r.ValueOrNull<DateOnly>(3));
        return new OrganisationRow(
            r.GetGuid(0), r.GetString(1), held.IsMember, held.PaidUntil, held.IsPaidUp(today), r.GetBoolean(4), r.GetFieldValue<string[]>(5), r.GetInt64(6));
    }
}
