namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>The queue of requests. Inline, because that a structure has one open request for its space must hold when the command answers.</summary>
internal sealed class RequestsProjection() : SqlProjection<SpaceRequestEvent>("requests")
{
    public override IReadOnlyList<string> Tables => ["space_requests", RequestFiles.Table];

    protected override void Apply(SpaceRequestEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case SpaceRequested e:
                rows.Run(
                    """
                    insert into space_requests (request_id, version, organisation_id, kind, state, requested_by, leaving, tags, submitted_at, changed_at)
                    values ($1, $2, $3, $4, 'submitted', $5, $6::uuid, $7, $8, $8)
                    """,
                    stored.StreamId, stored.Version, e.OrganisationId, e.Kind, e.RequestedBy, e.Leaving, e.Tags, stored.Timestamp);
                Seat(stored.StreamId, e.Administrators, rows);
                return;
            case RequestAnswered e:
                rows.Run("update space_requests set tags = $2 where request_id = $1", stored.StreamId, e.Tags);
                rows.Run("delete from request_seats where request_id = $1", stored.StreamId);
                Seat(stored.StreamId, e.Administrators, rows);
                Move(stored, RequestStates.Answered, rows);
                break;
            case RequestQuestioned:
                Move(stored, RequestStates.Questioned, rows);
                break;
            case RequestApproved:
                Move(stored, RequestStates.Approved, rows);
                break;
            case RequestRefused:
                Move(stored, RequestStates.Refused, rows);
                break;
            case RequestWithdrawn:
                Move(stored, RequestStates.Withdrawn, rows);
                break;
            default:
                throw Unknown(stored);
        }
    }

    private static void Move(IEvent stored, string state, ProjectionBatch rows)
        => rows.Run("update space_requests set state = $2, version = $3, changed_at = $4 where request_id = $1", stored.StreamId, state, stored.Version, stored.Timestamp);

    private static void Seat(Guid request, RequestedSeat[] seats, ProjectionBatch rows)
    {
        for (var place = 0; place < seats.Length; place++)
        {
            rows.Run("insert into request_seats (request_id, seat_id, document_id, place) values ($1, $2, $3, $4)", request, seats[place].SeatId, seats[place].DocumentId, place);
        }
    }
}
