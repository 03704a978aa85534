namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>What a draft asks for: what goes into the event, and the names and addresses that go into their own table.</summary>
internal sealed record Seats(RequestedContent Asked, IReadOnlyList<DraftSeat> People)
{
    public static Seats Of(RequestDraft draft, IdSource ids)
        => new(new RequestedContent(draft.Tags, [.. draft.People.Select(p => new RequestedSeat(ids.NewId(), p.Document))]), draft.People);

    public void Write(UnitOfWork work, RequestId request)
    {
        work.Also("delete from request_people where request_id = $1", request);
        foreach (var (seat, person) in Asked.Administrators.Zip(People))
        {
            work.Also(
                "insert into request_people (request_id, seat_id, first_name, last_name, email) values ($1, $2, $3, $4, $5)",
                request, seat.SeatId, person.FirstName, person.LastName, person.Email);
        }
    }
}
