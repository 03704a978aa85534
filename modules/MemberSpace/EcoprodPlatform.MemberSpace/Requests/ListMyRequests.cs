namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>What a person has asked for, newest first.</summary>
internal sealed class ListMyRequests(ModuleLog<MemberSpaceModule> log)
{
    public static void Map(Routes to) => to.Page(Links.MyRequests, ShowAsync);

    public Task<IReadOnlyList<RequestRow>> ReadAsync(PersonId person, CancellationToken ct)
        => log.ListAsync($"{RequestRow.Sql} where r.requested_by = $1 order by r.submitted_at desc limit 100", RequestRow.Read, ct, person);

    public Task<IReadOnlyList<RequestRow>> OfSpaceAsync(OrganisationId organisation, CancellationToken ct)
        => log.ListAsync($"{RequestRow.Sql} where r.organisation_id = $1 order by r.submitted_at desc limit 20", RequestRow.Read, ct, organisation);

    private static async Task<IResult> ShowAsync(Asked asked, ListMyRequests list, CancellationToken ct)
        => Page.Of(new MyRequestsPage { Requests = await list.ReadAsync(asked.By.Id, ct) });
}

/// <summary>A request in a list.</summary>
public sealed record RequestRow(Guid Id, string Organisation, string Kind, string State, string? Requester, DateTimeOffset SubmittedAt, DateTimeOffset ChangedAt)
{
    internal const string Sql = """
        select r.request_id, o.name, r.kind, r.state, p.first_name || ' ' || p.last_name, r.submitted_at, r.changed_at
        from space_requests r join organisations o using (organisation_id) left join people p on p.person_id = r.requested_by
        """;

    public bool IsOpen => RequestStates.IsOpen(State);

    internal static RequestRow Read(NpgsqlDataReader r)
        => new(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetString(3), r.TextOrNull(4), r.GetFieldValue<DateTimeOffset>(5), r.GetFieldValue<DateTimeOffset>(6));
}
