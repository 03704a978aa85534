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

    public static void Map(Routes to)
    {
        to.Staff.Page(Links.Organisations, ShowAsync);
        to.Staff.Get("/api/organisations", GetAsync).Produces<OrganisationList>();
    }

    public async Task<OrganisationList> ReadAsync(string? search, string? membership, bool? hasSpace, Paging paging, CancellationToken ct)
    {
        var today = desk.Today;
        object?[] filter =
        [
            Folded.Of(search ?? ""),
            SqlStatement.Typed(NpgsqlDbType.Text, membership is "none" or "paid" or "lapsed" ? membership : null),
            today,
            SqlStatement.Typed(NpgsqlDbType.Boolean, hasSpace),
        ];
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of("select count(*) " + Filtered, [.. filter.Select(Copy)]));
        batch.BatchCommands.Add(SqlStatement.Of(
            """
            select o.organisation_id, o.name, o.is_member, o.paid_until, o.space_opened_at is not null,
              array(select t.name from tags t where t.organisation_id = o.organisation_id and not t.is_retired order by t.folded_name),
              (select count(*) from administrators a where a.organisation_id = o.organisation_id)
            """ + "\n" + Filtered + "\norder by o.folded_name limit $5 offset $6",
            [.. filter.Select(Copy), paging.Size, paging.Offset]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var total = (await reader.RowsAsync(r => r.GetInt64(0), ct))[0];
        await reader.NextResultAsync(ct);
        var items = await reader.RowsAsync(
            r =>
            {
                var held = new Membership(r.GetBoolean(2), r.ValueOrNull<DateOnly>(3));
                return new OrganisationRow(
                    r.GetGuid(0), r.GetString(1), held.IsMember, held.PaidUntil, held.IsPaidUp(today), r.GetBoolean(4), r.GetFieldValue<string[]>(5), r.GetInt64(6));
            },
            ct);
        return new OrganisationList((int)total, items);

        // A parameter belongs to one command.
        static object? Copy(object? argument) => argument is NpgsqlParameter p ? p.Clone() : argument;
    }

    private static async Task<IResult> ShowAsync(HttpContext http, ListOrganisations list, CancellationToken ct)
    {
        var query = http.Request.Query;
        var paging = Paging.Of(http);
        var found = await list.ReadAsync(query["q"], query["adhesion"], query["espace"].ToString() switch { "oui" => true, "non" => false, _ => null }, paging, ct);
        return Page.Of(new OrganisationListPage { List = found, Paging = paging with { Total = found.Total } });
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
        => Results.Ok(await list.ReadAsync(q, membership, hasSpace, new Paging(Math.Clamp(page, 1, 100_000), 0), ct));
}

/// <summary>A page of the register.</summary>
/// <param name="Total">Number of structures that match.</param>
public sealed record OrganisationList(int Total, IReadOnlyList<OrganisationRow> Items);

/// <summary>One structure of the register.</summary>
public sealed record OrganisationRow(
    Guid Id, string Name, bool IsMember, DateOnly? PaidUntil, bool IsPaidUp, bool HasSpace, IReadOnlyList<string> Tags, long Administrators);
