namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Who may see a project, and as what: the owner, contributors and readers.</summary>
internal sealed class ProjectAccess() : SqlProjection<ProjectEvent>("project-access")
{
    public override IReadOnlyList<string> Tables => ["project_access"];

    protected override void Apply(ProjectEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case ProjectOpened e:
                Put(e.OwnerId, Roles.Owner);
                break;
            case CollaboratorJoined e:
                Put(e.PersonId, e.Role);
                break;
            case CollaboratorRoleChanged e:
                Put(e.PersonId, e.Role);
                break;
            case CollaboratorLeft e:
                Remove(e.PersonId);
                break;
            case OwnershipTransferred e:
                Put(e.ToId, Roles.Owner);
                if (e.FormerRole is { } role)
                {
                    Put(e.FromId, role);
                }
                else
                {
                    Remove(e.FromId);
                }

                break;
            case ProjectDeleted:
                rows.Run("delete from project_access where project_id = $1", stored.StreamId);
                break;
            case ProjectConfigured or ProjectClosed or StructureTagged or StructureUntagged
                or CollaboratorInvited or InvitationRenewed or InvitationWithdrawn
                or OwnershipOffered or OwnershipOfferEnded or OwnershipRoleSettled:
                break;
            default:
                throw Unknown(stored);
        }

        void Remove(Guid person) => rows.Run("delete from project_access where project_id = $1 and person_id = $2", stored.StreamId, person);

        void Put(Guid person, string role) => rows.Run(
            """
            insert into project_access (project_id, person_id, role) values ($1, $2, $3)
            on conflict (project_id, person_id) do update set role = excluded.role
            """,
            stored.StreamId,
            person,
            role);
    }
}
