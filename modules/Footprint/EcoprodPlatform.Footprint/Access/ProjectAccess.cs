using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Projects.Contracts;
using Npgsql;

namespace EcoprodPlatform.Footprint.Access;

/// <summary>Who may see and change a project's footprint: the owner and contributors change it, readers read it, nobody else learns that it exists.</summary>
internal sealed class ProjectAccess(ModuleLog<FootprintModule> log, Platform platform)
{
    /// <summary>The project, for somebody who may at least read it; else 404.</summary>
    public async Task<ProjectView> ReadAsync(Guid projectId, Actor by, CancellationToken ct)
        => await platform.FindFreshAsync(log.Log, projectId, c => FindAsync(projectId, by, c), ct)
           ?? throw RuleBrokenException.NotFound("footprint.unknown-project", new(
               "Ce projet n’existe pas, ou vous n’y avez pas accès.",
               "This project does not exist, or you have no access to it."));

    /// <summary>The project, for somebody who is about to change it: readers are refused, and so is everybody once it is closed.</summary>
    public async Task<ProjectView> EditAsync(Guid projectId, Actor by, CancellationToken ct)
    {
        var project = await ReadAsync(projectId, by, ct);
        if (!project.MayEdit)
        {
            throw RuleBrokenException.Forbidden("footprint.readers-read", new(
                "Vous avez un accès en lecture à ce projet : demandez à son propriétaire le rôle de contributeur pour modifier ses données.",
                "You have read access to this project: ask its owner for the contributor role to change its data."));
        }

        return project.IsClosed ? throw Assessments.Assessment.Closed() : project;
    }

    private async Task<ProjectView?> FindAsync(Guid projectId, Actor by, CancellationToken ct)
    {
        const string sql = """
            select p.title, p.is_exercise, p.currency, p.budget, p.episodes, p.duration_seconds, p.finalised_on,
              (select count(*)::int from project_access a where a.project_id = p.project_id and a.role is not null),
              case when p.owner_id = $2 then 'owner' else mine.role end
            from projects p
            left join project_access mine on mine.project_id = p.project_id and mine.person_id = $2
            where p.project_id = $1 and (p.owner_id = $2 or mine.role is not null)
            """;
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = projectId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = by.Id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        return new ProjectView(
            projectId,
            reader.GetString(0),
            reader.GetBoolean(1),
            reader.GetString(2),
            reader.IsDBNull(3) ? null : reader.GetDecimal(3),
            reader.GetInt32(4),
            reader.IsDBNull(5) ? null : reader.GetInt32(5),
            reader.IsDBNull(6) ? null : reader.GetFieldValue<DateOnly>(6),
            reader.GetInt32(7),
            reader.GetString(8) switch
            {
                "owner" => ProjectRole.Owner,
                CollaboratorChangedV1.Contributor => ProjectRole.Contributor,
                _ => ProjectRole.Reader,
            });
    }
}
