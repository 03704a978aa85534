namespace EcoprodPlatform.Footprint.DepartmentLinks;

/// <summary>
/// A link by which whoever has it answers the questions of one department, without an account: what the production sends to the stage manager by text
/// message. It shows neither the other departments nor the total.
/// </summary>
/// <param name="Department">Code of the department.</param>
public sealed record DepartmentLink(Guid Id, ProjectId ProjectId, AssessmentKind Kind, string Department, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>A shoot and its wrap; a link that nobody ended ends by itself.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(90);

    /// <summary>Links in force of one assessment: two for each department and a few.</summary>
    public const int Most = 20;

    /// <summary>Who answers by it, for the log.</summary>
    internal Actor Actor => new(new PersonId(Id));

    internal Text DepartmentName => Departments.Find(Department) is { } term ? new(term.Fr, term.En) : Text.Same(Department);
}

/// <summary>The links of projects.</summary>
internal sealed class DepartmentLinkList(ModuleLog<FootprintModule> log, TimeProvider clock)
{
    private const string Columns = "select link_id, project_id, kind, department, opened_at, expires_at from department_links";

    /// <summary>The link of a key; 404 for one that never was, was ended, or is over.</summary>
    public async Task<DepartmentLink> OfKeyAsync(string key, CancellationToken ct)
        => await FindAsync(key, ct)
           ?? throw RuleBrokenException.NotFound("footprint.unknown-department-link", new(
               "Ce lien n’existe pas, ou n’est plus valable : demandez-en un autre à la production.",
               "This link does not exist, or is no longer valid: ask the production for another one."));

    /// <summary>The link of a key, if it is in force.</summary>
    public Task<DepartmentLink?> FindAsync(string key, CancellationToken ct)
        => log.FindAsync($"{Columns} where key_hash = $1 and ended_at is null and expires_at > $2", Read, ct, LinkKey.Hash(key), clock.GetUtcNow());

    /// <summary>The links in force of an assessment, the newest first.</summary>
    public Task<IReadOnlyList<DepartmentLink>> OfAsync(ProjectId projectId, AssessmentKind kind, CancellationToken ct) => log.ListAsync(
        $"{Columns} where project_id = $1 and kind = $2 and ended_at is null and expires_at > $3 order by opened_at desc, link_id", Read, ct, projectId, kind.Code, clock.GetUtcNow());

    private static DepartmentLink Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), new ProjectId(reader.GetGuid(1)), AssessmentKind.Find(reader.GetString(2))!.Value, reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4), reader.GetFieldValue<DateTimeOffset>(5));
}
