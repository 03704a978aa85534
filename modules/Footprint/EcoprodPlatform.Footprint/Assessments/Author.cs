namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>Who last said something of an assessment, and when. Footprint knows no names: a part in the project, or the department whose link it was.</summary>
/// <param name="Role">Their part in the project now; null when they left it, and for a link.</param>
/// <param name="Department">Code of the department whose link it was; null for a person.</param>
public sealed record Author(DateTimeOffset At, PersonId By, string? Role, string? Department)
{
    /// <summary>"par le lien « Régie »".</summary>
    public Text Who(PersonId reader) => Department is { } department
        ? Departments.Find(department) is { } term ? new($"par le lien « {term.Fr} »", $"by the link “{term.En}”") : new("par un lien de département", "by a department’s link")
        : FootprintWords.Who(By == reader, Role);

    /// <summary>"par vous, le 3 mars 2026 à 10:12".</summary>
    public Text WhoAndWhen(PersonId reader) => new(
        $"{Who(reader).Fr}, le {Format.DateTime(At, Languages.French)}", $"{Who(reader).En}, on {Format.DateTime(At, Languages.English)}");
}

/// <summary>Reads from the log who made a version of an assessment: an answer and a line carry the version that made them what they are.</summary>
internal sealed class Authors(ModuleLog<FootprintModule> log)
{
    public async Task<IReadOnlyDictionary<long, Author>> OfAsync(ProjectId project, AssessmentKind kind, IEnumerable<long> versions, CancellationToken ct)
    {
        var found = await log.ListAsync(
            $"""
            select e.version, e.timestamp, e.user_name, case when p.owner_id::text = e.user_name then '{DataLife.Owner}' else a.role end, d.department
            from mt_events e
            left join projects p on p.project_id = $2
            left join project_access a on a.project_id = $2 and a.person_id::text = e.user_name
            left join department_links d on d.project_id = $2 and d.link_id::text = e.user_name
            where e.stream_id = $1 and e.version = any ($3)
            """,
            r => (Version: r.GetInt64(0), Author: new Author(r.GetFieldValue<DateTimeOffset>(1), new PersonId(Guid.TryParse(r.TextOrNull(2), out var by) ? by : Guid.Empty), r.TextOrNull(3), r.TextOrNull(4))),
            ct,
            kind.StreamId(project),
            project,
            versions.Distinct().ToArray());
        return found.ToDictionary(f => f.Version, f => f.Author);
    }
}
