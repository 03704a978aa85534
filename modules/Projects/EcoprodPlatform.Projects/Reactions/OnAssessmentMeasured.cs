namespace EcoprodPlatform.Projects.Reactions;

/// <summary>Keeps the total of each assessment, for "Mes projets" (T7, PR-19); of a project that was deleted meanwhile, none.</summary>
internal sealed class OnAssessmentMeasured : IReaction<AssessmentMeasuredV1>
{
    public Task ReactAsync(AssessmentMeasuredV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into assessments (project_id, kind, assessment_version, total_kg, lines, measured_at, is_frozen)
            select $1, $2, $3, $4, $5, $6, $7 where exists (select 1 from project_list where project_id = $1)
            on conflict (project_id, kind) do update
            set assessment_version = excluded.assessment_version, total_kg = excluded.total_kg, lines = excluded.lines,
                measured_at = excluded.measured_at, is_frozen = excluded.is_frozen, taken_at = now()
            where excluded.assessment_version > assessments.assessment_version
            """,
            message.ProjectId,
            message.Kind,
            message.AssessmentVersion,
            message.TotalKg,
            message.Lines,
            message.MeasuredAt,
            message.IsFrozen);
        return Task.CompletedTask;
    }
}
