namespace EcoprodPlatform.Footprint.Reactions;

/// <summary>Keeps who may read and change a project's data. Somebody who left keeps a row without a role.</summary>
internal sealed class OnCollaboratorChanged : IReaction<CollaboratorChangedV1>
{
    public Task ReactAsync(CollaboratorChangedV1 message, UnitOfWork work, CancellationToken ct)
    {
        work.Also(
            """
            insert into project_access (project_id, person_id, project_version, role) values ($1, $2, $3, $4)
            on conflict (project_id, person_id) do update set project_version = excluded.project_version, role = excluded.role
            where excluded.project_version > project_access.project_version
            """,
            message.ProjectId,
            message.PersonId,
            message.ProjectVersion,
            SqlStatement.Typed(NpgsqlDbType.Text, message.Role));
        return Task.CompletedTask;
    }
}
