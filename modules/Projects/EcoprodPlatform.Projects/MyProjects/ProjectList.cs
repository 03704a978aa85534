namespace EcoprodPlatform.Projects.MyProjects;

/// <summary>One row per project: what "Mes projets" shows. "Mis à jour" moves with the data, not with tags or people (PR-19); <c>touched_at</c> moves with everything.</summary>
internal sealed class ProjectList() : SqlProjection<ProjectEvent>("project-list")
{
    public override IReadOnlyList<string> Tables => ["project_list"];

    protected override void Apply(ProjectEvent @event, IEvent stored, ProjectionBatch rows)
    {
        var (id, version) = (stored.StreamId, stored.Version);
        switch (@event)
        {
            case ProjectOpened e:
                rows.Run(
                    """
                    insert into project_list (
                      project_id, version, owner_id, title, title_search, genre, is_exercise, start_date, delivery_date, opened_at, changed_at, touched_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8::date, $9::date, $10, $11, $11)
                    """,
                    id,
                    version,
                    e.OwnerId,
                    e.Configuration.Title,
                    Folded.Words(e.Configuration.Title),
                    e.Configuration.EditorialGenre,
                    e.Configuration.IsExercise,
                    e.Configuration.StartDate,
                    e.Configuration.DeliveryDate,
                    e.OpenedAt,
                    stored.Timestamp);
                break;
            case ProjectConfigured e:
                rows.Run(
                    """
                    update project_list
                    set version = $2, title = $3, title_search = $4, genre = $5, is_exercise = $6, start_date = $7::date,
                        delivery_date = $8::date, changed_at = $9
                    where project_id = $1
                    """,
                    id,
                    version,
                    e.Configuration.Title,
                    Folded.Words(e.Configuration.Title),
                    e.Configuration.EditorialGenre,
                    e.Configuration.IsExercise,
                    e.Configuration.StartDate,
                    e.Configuration.DeliveryDate,
                    stored.Timestamp);
                break;
            case ProjectClosed e:
                rows.Run(
                    "update project_list set version = $2, finalised_on = $3, changed_at = $4 where project_id = $1",
                    id,
                    version,
                    e.FinalisedOn,
                    stored.Timestamp);
                break;
            case StructureTagged e:
                rows.Run("update project_list set version = $2, tags = array_append(tags, $3) where project_id = $1", id, version, e.TagId);
                break;
            case StructureUntagged e:
                rows.Run("update project_list set version = $2, tags = array_remove(tags, $3) where project_id = $1", id, version, e.TagId);
                break;
            case CollaboratorJoined:
                rows.Run("update project_list set version = $2, collaborators = collaborators + 1 where project_id = $1", id, version);
                break;
            case CollaboratorLeft:
                rows.Run("update project_list set version = $2, collaborators = collaborators - 1 where project_id = $1", id, version);
                break;
            case OwnershipTransferred e:
                rows.Run("update project_list set version = $2, owner_id = $3, collaborators = $4 where project_id = $1", id, version, e.ToId, e.Collaborators);
                break;
            case OwnershipOffered or OwnershipOfferEnded or OwnershipRoleSettled
                or CollaboratorInvited or InvitationRenewed or InvitationWithdrawn or CollaboratorRoleChanged:
                rows.Run("update project_list set version = $2 where project_id = $1", id, version);
                break;
            case ProjectDeleted:
                rows.Run("delete from project_list where project_id = $1", id);
                break;
            default:
                throw Unknown(stored);
        }

        if (@event is not (ProjectOpened or ProjectDeleted))
        {
            rows.Run("update project_list set touched_at = $2 where project_id = $1", id, stored.Timestamp);
        }
    }
}
