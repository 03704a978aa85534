using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>
/// Erases authorisations that prove nothing any more: three months after a request was refused or withdrawn, and a year after the person
/// ceased to administer the space. What a deleted account leaves goes at once (<c>OnPersonErased</c>).
/// </summary>
internal sealed class RequestRetention(EventStore<MemberSpaceModule> store, OrganisationDesk desk) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        var today = desk.Today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        await store.Begin(Actor.System)
            .Also(
                """
                delete from document d using request_seats s, space_requests r
                where d.id = s.document_id and r.request_id = s.request_id and r.state in ('refused', 'withdrawn') and r.changed_at < $1
                """,
                new DateTimeOffset(today.AddMonths(-3)))
            .Also(
                """
                delete from document d using request_seats s, space_requests r, request_people q, people p
                where d.id = s.document_id and r.request_id = s.request_id and r.state = 'approved'
                  and q.request_id = s.request_id and q.seat_id = s.seat_id and lower(p.email) = lower(q.email)
                  and not exists (select 1 from administrators a where a.organisation_id = r.organisation_id and a.person_id = p.person_id)
                  and (select max(e.timestamp) from mt_events e
                       where e.stream_id = r.organisation_id and e.type = 'administrator-removed.v1' and e.data ->> 'personId' = p.person_id::text) < $1
                """,
                new DateTimeOffset(today.AddYears(-1)))
            .SaveAsync(ct);
    }
}
