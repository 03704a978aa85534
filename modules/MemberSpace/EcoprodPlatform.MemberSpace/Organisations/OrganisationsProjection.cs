namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>
/// The register: structures, their tags and their administrators. Inline, because access to a space and the
/// uniqueness of a tag's name must hold from the moment the command answers.
/// </summary>
internal sealed class OrganisationsProjection() : SqlProjection<OrganisationEvent>("organisations")
{
    public override IReadOnlyList<string> Tables => ["organisations", "tags", "administrators", "withdrawn_tags", "space_keys"];

    protected override void Apply(OrganisationEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case OrganisationRegistered e:
                rows.Run(
                    "insert into organisations (organisation_id, version, name, folded_name, registered_at) values ($1, $2, $3, $4, $5)",
                    stored.StreamId, stored.Version, e.Name, Folded.Of(e.Name), stored.Timestamp);
                return;
            case OrganisationRenamed e:
                rows.Run("update organisations set name = $2, folded_name = $3 where organisation_id = $1", stored.StreamId, e.Name, Folded.Of(e.Name));
                break;
            case MembershipChanged e:
                rows.Run("update organisations set is_member = $2, paid_until = $3::date, grace_until = null where organisation_id = $1", stored.StreamId, e.IsMember, e.PaidUntil);
                break;
            case SpaceOpened:
                rows.Run("update organisations set space_opened_at = $2 where organisation_id = $1", stored.StreamId, stored.Timestamp);
                break;
            case TagOpened e:
                rows.Run("insert into tags (tag_id, organisation_id, name, folded_name) values ($1, $2, $3, $4)", e.TagId, stored.StreamId, e.Name, Folded.Of(e.Name));
                break;
            case TagRenamed e:
                rows.Run("update tags set name = $2, folded_name = $3 where tag_id = $1", e.TagId, e.Name, Folded.Of(e.Name));
                break;
            case TagRetired e:
                rows.Run("update tags set is_retired = true where tag_id = $1", e.TagId);
                break;
            case AdministratorAdded e:
                rows.Run("insert into administrators (organisation_id, person_id, added_at) values ($1, $2, $3)", stored.StreamId, e.PersonId, stored.Timestamp);
                break;
            case AdministratorRemoved e:
                rows.Run("delete from administrators where organisation_id = $1 and person_id = $2", stored.StreamId, e.PersonId);
                break;
            case KeyIssued e:
                rows.Run(
                    "insert into space_keys (key_id, organisation_id, name, scopes, quotation, issued_by, issued_at, expires_on) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    e.KeyId, stored.StreamId, e.Name, e.Scopes, e.Quotation, stored.ActorId, stored.Timestamp, e.ExpiresOn);
                break;
            case KeyRevoked e:
                rows.Run("update space_keys set revoked_at = $2 where key_id = $1", e.KeyId, stored.Timestamp);
                break;
            case GraceGiven e:
                rows.Run("update organisations set grace_until = $2::date where organisation_id = $1", stored.StreamId, e.Until);
                break;
            case TagWithdrawn e:
                rows.Run("delete from tags where tag_id = $1", e.TagId);
                rows.Run("insert into withdrawn_tags (tag_id, organisation_id, withdrawn_by) values ($1, $2, $3)", e.TagId, stored.StreamId, stored.ActorId);
                break;
            case SpaceClosed:
                rows.Run("update organisations set space_opened_at = null where organisation_id = $1", stored.StreamId);
                rows.Run("update space_keys set revoked_at = $2 where organisation_id = $1 and revoked_at is null", stored.StreamId, stored.Timestamp);
                break;
            case AdministratorInvited or InvitationEnded:
                break; // addresses are in a plain table, written with the command
            case TagStructureRenamed:
                break; // the structure's name is read from its own row
            default:
                throw Unknown(stored);
        }

        rows.Run("update organisations set version = $2 where organisation_id = $1", stored.StreamId, stored.Version);
    }
}
