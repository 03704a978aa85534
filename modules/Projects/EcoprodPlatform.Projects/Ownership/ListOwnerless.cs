namespace EcoprodPlatform.Projects.Ownership;

/// <summary>Projects whose owner has deleted the account and that nobody has taken on: staff give them one (B03).</summary>
internal sealed class ListOwnerless(ModuleLog<ProjectsModule> log)
{
    /// <summary>The longest unchanged first: they have waited longest.</summary>
    public Task<IReadOnlyList<OwnerlessProject>> ReadAsync(CancellationToken ct)
        => log.ListAsync(
            """
            select l.project_id, l.title, l.genre, l.changed_at, l.finalised_on,
              (select count(*) from project_access a join people q on q.person_id = a.person_id and q.email is not null where a.project_id = l.project_id and a.role <> 'owner')
            from project_list l
            join people p on p.person_id = l.owner_id and p.email is null and p.first_name is null
            order by l.changed_at, l.project_id
            """,
            r => new OwnerlessProject(r.GetGuid(0), r.GetString(1), r.GetString(2), r.GetFieldValue<DateTimeOffset>(3), r.ValueOrNull<DateOnly>(4), (int)r.GetInt64(5)),
            ct);

    public static void Map(Routes to)
    {
        to.Staff.Page(ProjectLinks.Ownerless, ShowAsync);
        to.Staff.Get("/api/projects/without-owner", GetAsync, "ListProjectsWithoutOwner");
    }

    private static async Task<IResult> ShowAsync(ListOwnerless list, CancellationToken ct)
        => Page.Of(new OwnerlessPage { Projects = await list.ReadAsync(ct) });

    /// <summary>Projects whose owner has deleted the account. For staff.</summary>
    private static Task<IReadOnlyList<OwnerlessProject>> GetAsync(ListOwnerless list, CancellationToken ct) => list.ReadAsync(ct);
}

/// <summary>A project that waits for an owner.</summary>
/// <param name="Genre">Code of its editorial genre.</param>
/// <param name="ChangedAt">Last change of its configuration.</param>
/// <param name="FinalisedOn">The day it was closed, if it was.</param>
/// <param name="People">How many are on it still, readers only.</param>
public sealed record OwnerlessProject(Guid Id, string Title, string Genre, DateTimeOffset ChangedAt, DateOnly? FinalisedOn, int People);
