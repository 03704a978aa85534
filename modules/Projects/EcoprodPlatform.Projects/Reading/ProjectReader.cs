namespace EcoprodPlatform.Projects.Reading;

/// <summary>Reads one project whole: its state from the log, names and totals from the tables beside it.</summary>
internal sealed class ProjectReader(EventStore<ProjectsModule> store, ModuleLog<ProjectsModule> log, People people, TagRegister register)
{
    private const string ChangesSql = """
        select l.changed_at, a.kind, a.total_kg, a.lines, a.measured_at
        from project_list l left join assessments a on a.project_id = l.project_id
        where l.project_id = $1
        order by a.kind
        """;

    /// <summary>The project as programs read it; "not found" for who is not on it.</summary>
    public async Task<ProjectResource> ReadAsync(ProjectId id, Actor actor, CancellationToken ct)
    {
        var (stream, tags) = await LoadAsync(id, actor, ct);
        var project = stream.State;
        var owner = (await people.FindAsync([project.OwnerId], ct)).GetValueOrDefault(project.OwnerId);
        var (updatedAt, measured) = await ChangesAsync(id, ct);
        // An assessment without a line is empty, not a measured zero.
        var existing = measured.Where(a => a.Lines > 0).ToList();
        return new ProjectResource(project.Configuration)
        {
            Id = id,
            Version = stream.Version,
            Owner = new PersonResource(project.OwnerId, owner is null ? null : Person.Full(owner.FirstName, owner.LastName)),
            Role = project.DemandRoleOf(actor.Id),
            Status = project.IsClosed ? "closed" : "open",
            FinalisedOn = project.FinalisedOn,
            CreatedAt = project.OpenedAt,
            UpdatedAt = updatedAt,
            Tags = tags,
            Collaborators = project.Collaborators.Count,
            Assessments = existing,
            Total = existing.Find(a => a.Kind == AssessmentMeasuredV1.Final) ?? existing.Find(a => a.Kind == AssessmentMeasuredV1.Provisional),
        };
    }

    /// <summary>When the project's data last changed, here or in its assessments (PR-19), and the results of those.</summary>
    public async Task<(DateTimeOffset UpdatedAt, IReadOnlyList<ProjectAssessmentResource> Measured)> ChangesAsync(ProjectId id, CancellationToken ct)
    {
        var rows = await log.ListAsync(
            ChangesSql,
            r => (
                ChangedAt: r.GetFieldValue<DateTimeOffset>(0),
                Assessment: r.IsDBNull(1) ? null : new ProjectAssessmentResource(r.GetString(1), r.GetDecimal(2), r.GetInt32(3), r.GetFieldValue<DateTimeOffset>(4))),
            ct,
            id);
        var measured = rows.Select(r => r.Assessment).OfType<ProjectAssessmentResource>().ToList();
        return (rows.Select(r => r.ChangedAt).Concat(measured.Select(a => a.MeasuredAt)).Max(), measured);
    }

    /// <summary>The project's stream with the names of its tags, by name.</summary>
    public async Task<(EventStream<Project> Stream, IReadOnlyList<TagResource> Tags)> LoadAsync(ProjectId id, Actor actor, CancellationToken ct)
    {
        var stream = await store.LoadForAsync(id, actor, ct);
        var known = stream.State.Tags.IsEmpty
            ? new Dictionary<Guid, OrganisationTag>()
            : await register.FindAsync(stream.State.Tags.Keys, ct);
        return (stream, [.. stream.State.Tags
            .Select(t => known.TryGetValue(t.Key, out var tag)
                ? new TagResource(tag.TagId, tag.Name, tag.OrganisationId, tag.OrganisationName, tag.IsUsable)
                : new TagResource(t.Key, t.Key.ToString(), t.Value.OrganisationId, "", false))
            .OrderBy(t => t.Name, StringComparer.Create(Languages.French, ignoreCase: true))]);
    }
}
