using EcoprodPlatform.MemberSpace.People;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>Reads one request, for staff and for those who sent it.</summary>
internal sealed class RequestReader(ModuleLog<MemberSpaceModule> log, EventStore<MemberSpaceModule> store, Names names)
{
    public async Task<RequestView> ReadAsync(RequestId id, CancellationToken ct)
    {
        var found = await log.FindAsync(
            """
            select r.version, r.organisation_id, o.name, r.kind, r.state, r.requested_by, p.first_name || ' ' || p.last_name, p.email,
              l.first_name || ' ' || l.last_name, r.tags, r.submitted_at, r.leaving
            from space_requests r
            join organisations o on o.organisation_id = r.organisation_id
            left join people p on p.person_id = r.requested_by
            left join people l on l.person_id = r.leaving
            where r.request_id = $1
            """,
            r => new RequestView(
                id, r.GetInt64(0), new OrganisationId(r.GetGuid(1)), r.GetString(2), r.GetString(3), r.GetString(4), new PersonId(r.GetGuid(5)),
                r.TextOrNull(6) ?? Names.Unknown.ToString(), r.TextOrNull(7), r.IsDBNull(11) ? null : r.TextOrNull(8) ?? Names.Unknown.ToString(),
                r.GetFieldValue<string[]>(9), r.GetFieldValue<DateTimeOffset>(10), [], []),
            ct,
            id) ?? throw SpaceRequest.Unknown();
        var people = await log.ListAsync(
            $"""
            select {StoredDocument.Columns}, s.seat_id, q.first_name, q.last_name, q.email,
              exists (select 1 from people p where lower(p.email) = lower(q.email))
            from request_seats s
            left join document d on d.id = s.document_id
            left join request_people q on q.request_id = s.request_id and q.seat_id = s.seat_id
            where s.request_id = $1 order by s.place
            """,
            r => new RequestPerson(r.GetGuid(8), r.TextOrNull(9) ?? "", r.TextOrNull(10) ?? "", r.TextOrNull(11) ?? "", r.GetBoolean(12), r.IsDBNull(0) ? null : StoredDocument.Read(r)),
            ct,
            id);
        var events = await store.ReadStreamAsync(id, ct);
        var who = await names.OfAsync(events.Select(e => e.ActorId), ct);
        return found with { People = people, Steps = [.. events.Select(e => Step(e, who))] };
    }

    /// <summary>The request, for who sent it; one made inside a space for all its administrators.</summary>
    public async Task<RequestView> MineAsync(RequestId id, Actor by, CancellationToken ct)
    {
        var request = await ReadAsync(id, ct);
        return request.RequestedBy == by.Id || (request.Kind != RequestKinds.Opening && await log.FindAsync(
            "select 1 from administrators where organisation_id = $1 and person_id = $2", r => "", ct, request.OrganisationId, by.Id) is not null)
            ? request
            : throw SpaceRequest.Unknown();
    }

    /// <summary>A form that is shown again; after a change by somebody else it gets the current version.</summary>
    public static PageForm Again(RequestView request, PageForm form) => form.IsStale ? form.SetVersion(request.Version) : form;

    private static RequestStep Step(IEvent stored, IReadOnlyDictionary<Guid, string> who)
    {
        var (state, said) = stored.Data switch
        {
            SpaceRequested => (RequestStates.Submitted, null),
            RequestQuestioned e => (RequestStates.Questioned, e.Question),
            RequestAnswered e => (RequestStates.Answered, e.Answer),
            RequestApproved => (RequestStates.Approved, null),
            RequestRefused e => (RequestStates.Refused, e.Reason),
            RequestWithdrawn => (RequestStates.Withdrawn, null),
            _ => throw new InvalidOperationException($"A request has no step {stored.EventTypeName}."),
        };
        return new RequestStep(stored.Timestamp, who.GetValueOrDefault(stored.ActorId) ?? Names.Unknown.ToString(), state, said);
    }
}

/// <summary>One request.</summary>
/// <param name="LeavingName">Whose access is to end.</param>
public sealed record RequestView(
    RequestId Id,
    long Version,
    OrganisationId OrganisationId,
    string Organisation,
    string Kind,
    string State,
    PersonId RequestedBy,
    string Requester,
    string? RequesterEmail,
    string? LeavingName,
    IReadOnlyList<string> Tags,
    DateTimeOffset SubmittedAt,
    IReadOnlyList<RequestPerson> People,
    IReadOnlyList<RequestStep> Steps)
{
    public bool IsOpen => RequestStates.IsOpen(State);

    /// <summary>Something of it can be changed by an answer.</summary>
    public bool TakesAnswers => IsOpen && Kind is RequestKinds.Opening or RequestKinds.Tags or RequestKinds.Administrators;
}

/// <summary>Somebody who shall administer the space.</summary>
/// <param name="HasAccount">An account has confirmed the address.</param>
/// <param name="Document">The authorisation; null once it was erased.</param>
public sealed record RequestPerson(Guid SeatId, string FirstName, string LastName, string Email, bool HasAccount, StoredDocument? Document)
{
    public string Name => FirstName.Length + LastName.Length == 0 ? Names.Unknown.ToString() : $"{FirstName} {LastName}";
}

/// <summary>One step of a request.</summary>
public sealed record RequestStep(DateTimeOffset When, string Who, string State, string? Said);
