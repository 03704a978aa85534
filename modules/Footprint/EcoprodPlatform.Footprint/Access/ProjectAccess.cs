namespace EcoprodPlatform.Footprint.Access;

/// <summary>Who may see and change a project's footprint: the owner and contributors change it, readers read it, a department's link answers its questions, nobody else learns that it exists.</summary>
internal sealed class ProjectAccess(ModuleLog<FootprintModule> log, Platform platform, TimeProvider clock)
{
    /// <summary>The project, for somebody who may at least read it; else 404.</summary>
    public async Task<ProjectView> ReadAsync(ProjectId projectId, Actor by, CancellationToken ct)
        => await platform.FindFreshAsync(log.Log, projectId, c => FindAsync(projectId, by, c), ct)
           ?? throw Unknown();

    /// <summary>The same answer for a project that never was, was deleted, or is somebody else's.</summary>
    public static RuleBrokenException Unknown() => RuleBrokenException.NotFound("footprint.unknown-project", new(
        "Ce projet n’existe pas, ou vous n’y avez pas accès.",
        "This project does not exist, or you have no access to it."));

    /// <summary>The project, for somebody who is about to change its data (<see cref="DataLife"/>).</summary>
    public async Task<ProjectView> EditAsync(ProjectId projectId, Actor by, CancellationToken ct)
    {
        var project = await ReadAsync(projectId, by, ct);
        DataLife.Table.Demand(DataAct.Change, project.Role, project.State);
        return project;
    }

    /// <summary>The project, for somebody who is about to answer questions of its questionnaire.</summary>
    public async Task<ProjectView> AnswerAsync(ProjectId projectId, Actor by, CancellationToken ct)
    {
        var project = await ReadAsync(projectId, by, ct);
        DataLife.Table.Demand(DataAct.Answer, project.Role, project.State);
        return project;
    }

    private Task<ProjectView?> FindAsync(ProjectId projectId, Actor by, CancellationToken ct) => log.FindAsync(
        $"""
        select p.title, p.is_exercise, p.currency, p.budget, p.episodes, p.duration_seconds, p.finalised_on,
          (select count(*)::int from project_access a where a.project_id = p.project_id and a.role is not null),
          case when p.owner_id = $2 then '{DataLife.Owner}' else coalesce(mine.role, '{DataLife.Department}') end, {DeadLetters.Concern("p.project_id")},
          p.editorial_genre, p.lead_country, link.department
        from projects p
        left join project_access mine on mine.project_id = p.project_id and mine.person_id = $2
        left join department_links link on link.project_id = p.project_id and link.link_id = $2 and link.ended_at is null and link.expires_at > $3
        where p.project_id = $1 and not p.is_deleted and (p.owner_id = $2 or mine.role is not null or link.link_id is not null)
        """,
        r => new ProjectView(
            projectId,
            r.GetString(0),
            r.GetBoolean(1),
            r.GetString(2),
            r.ValueOrNull<decimal>(3),
            r.GetInt32(4),
            r.ValueOrNull<int>(5),
            r.ValueOrNull<DateOnly>(6),
            r.GetInt32(7),
            r.GetString(8),
            r.GetBoolean(9))
        {
            Genre = r.GetString(10),
            LeadCountry = r.IsDBNull(11) ? null : r.GetString(11),
            Department = r.IsDBNull(12) ? null : r.GetString(12),
        },
        ct,
        projectId,
        by.Id,
        clock.GetUtcNow());
}
