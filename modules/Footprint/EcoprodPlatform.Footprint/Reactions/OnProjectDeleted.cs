namespace EcoprodPlatform.Footprint.Reactions;

/// <summary>
/// Erases what is kept of a deleted project: lines, evidence, roles, its own factors, and in the log what lines were called. Both assessments end, begun
/// or not, so that a line sent at that moment loses; an empty row stays, so that nothing older brings the project back.
/// </summary>
internal sealed class OnProjectDeleted(EventStore<FootprintModule> store, AssessmentSheets sheets) : IReaction<ProjectDeletedV1>
{
    public async Task ReactAsync(ProjectDeletedV1 message, UnitOfWork work, CancellationToken ct)
    {
        var id = new ProjectId(message.ProjectId);
        foreach (var kind in (AssessmentKind[])[.. AssessmentKind.Both, .. await sheets.ScenarioKindsAsync(id, ct)])
        {
            var assessment = await store.LoadAsync<Assessment>(kind.StreamId(id), ct);
            work.Append(assessment, assessment.State.Erase(id, kind)).ForgetWords(assessment);
        }

        work.EraseDocuments(EvidenceFiles.OwnerOf(id))
            .Also("delete from project_access where project_id = $1", id)
            .Also("delete from line_comments where project_id = $1", id)
            .Also("delete from department_links where project_id = $1", id)
            .Also("delete from catalogue_effect where project_id = $1", id)
            .Also(
                """
                insert into projects (project_id, project_version, owner_id, title, editorial_genre, is_exercise, currency, episodes, is_deleted)
                values ($1, $2, $3, '', '', false, '', 1, true)
                on conflict (project_id) do update set
                  project_version = excluded.project_version, owner_id = excluded.owner_id, title = '', editorial_genre = '', is_exercise = false,
                  currency = '', budget = null, episodes = 1, duration_seconds = null, finalised_on = null, lead_country = null, production_days = null, is_deleted = true
                where excluded.project_version > projects.project_version
                """,
                id,
                message.ProjectVersion,
                Guid.Empty)
            // After the row: a factor that is being added holds it.
            .Also("delete from own_factors where project_id = $1", id);
    }
}
