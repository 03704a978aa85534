namespace EcoprodPlatform.Footprint.Reactions;

/// <summary>Keeps what Footprint needs to know of a project; freezes both assessments and the scenarios when it is closed (CC-22).</summary>
internal sealed class OnProjectDescribed(EventStore<FootprintModule> store, AssessmentSheets sheets) : IReaction<ProjectDescribedV1>
{
    public async Task ReactAsync(ProjectDescribedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into projects (project_id, project_version, owner_id, title, editorial_genre, is_exercise, currency, budget, episodes, duration_seconds, finalised_on, lead_country, production_days)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            on conflict (project_id) do update set
              project_version = excluded.project_version, owner_id = excluded.owner_id, title = excluded.title,
              editorial_genre = excluded.editorial_genre, is_exercise = excluded.is_exercise, currency = excluded.currency,
              budget = excluded.budget, episodes = excluded.episodes, duration_seconds = excluded.duration_seconds,
              finalised_on = excluded.finalised_on, lead_country = excluded.lead_country, production_days = excluded.production_days
            where excluded.project_version > projects.project_version
            """,
            message.ProjectId,
            message.ProjectVersion,
            message.OwnerId,
            message.Title,
            message.EditorialGenre,
            message.IsExercise,
            message.Currency,
            SqlStatement.Typed(NpgsqlDbType.Numeric, message.Budget),
            message.Episodes,
            SqlStatement.Typed(NpgsqlDbType.Integer, message.DurationSeconds),
            SqlStatement.Typed(NpgsqlDbType.Date, message.FinalisedOn),
            message.LeadCountry,
            SqlStatement.Typed(NpgsqlDbType.Integer, message.ProductionDays));
        if (!message.IsClosed)
        {
            return;
        }

        var id = new ProjectId(message.ProjectId);
        foreach (var kind in (AssessmentKind[])[.. AssessmentKind.Both, .. await sheets.ScenarioKindsAsync(id, ct)])
        {
            // One that was never started is frozen too: a line sent at the moment of closing must lose, not slip in.
            var assessment = await store.LoadAsync<Assessment>(kind.StreamId(id), ct);
            work.Append(assessment, assessment.State.Freeze(id, kind));
        }
    }
}
