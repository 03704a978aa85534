using System.Collections.Concurrent;
using System.Data;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// The projects of the spaces that are looked at, in memory: eight filters in any combination leave nothing that could be added up in
/// advance. What is shown is never older than the question: each time the space's mark is read, which every commit that concerns it changes,
/// and only what has changed is read anew. So a project that was detached is gone with the next page, on every host (MS-44).
/// </summary>
internal sealed class SpaceMemory(ModuleLog<MemberSpaceModule> log, SpaceMemorySettings settings)
{
    private const string Mark = "select coalesce(string_agg(lane || ':' || mark::text, ' ' order by lane), '') from space_marks where organisation_id = $1";

    private const string Stamps = "select project_id, stamp from space_projects where organisation_id = $1 and basis = 'effective'";

    private const string Changed = """
        select s.project_id, s.stamp, s.title, s.folded_title, s.genre, s.typologies, s.tags, s.finalised_on, s.currency = 'EUR', s.rate is not null,
          s.budget_eur, s.budget_bracket, s.minutes, s.duration_bracket, a.kind, a.by_post, a.by_department,
          round(a.total_ug / s.budget_eur, 6), round(a.total_ug / s.minutes, 6), q.measured, q.calculated, q.estimated, q.monetary, q.not_said
        from space_projects s
        left join assessments a on a.project_id = s.project_id and a.lines > 0
        left join line_sums q on q.project_id = s.project_id and q.kind = a.kind
        where s.organisation_id = $1 and s.basis = 'effective' and ($2::uuid[] is null or s.project_id = any ($2))
        order by s.project_id
        """;

    private readonly ConcurrentDictionary<OrganisationId, Held> _spaces = new();

    /// <summary>Every project of the space as it is now, and what they count up to whatever the filters.</summary>
    public async Task<(IReadOnlyCollection<SpaceProject> Projects, FacetCounts Facets)> ReadAsync(OrganisationId organisation, CancellationToken ct)
    {
        var held = _spaces.GetOrAdd(organisation, _ => new Held());
        held.LastAsked = Environment.TickCount64;
        await held.Lock.WaitAsync(ct);
        try
        {
            await using var connection = await log.DataSource.OpenConnectionAsync(ct);
            await RenewAsync(connection, organisation, held, ct);
            return (held.Projects, held.Facets ??= FacetCounts.Of(held.Projects));
        }
        finally
        {
            held.Lock.Release();
            LetGo(organisation);
        }
    }

    private static async Task RenewAsync(NpgsqlConnection connection, OrganisationId organisation, Held held, CancellationToken ct)
    {
        if (held.Mark is not null && await connection.StreamAsync(Mark, r => r.GetString(0), ct, organisation).SingleAsync(ct) == held.Mark)
        {
            return;
        }

        // Mark, stamps and rows of one moment. What comes after it changes the mark.
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var mark = await connection.StreamAsync(Mark, r => r.GetString(0), ct, organisation).SingleAsync(ct);
        var known = held.ById;
        Guid[]? changed = null;
        if (held.Mark is not null)
        {
            var now = await connection.StreamAsync(Stamps, r => (Id: r.GetGuid(0), Stamp: r.GetFieldValue<ulong>(1)), ct, organisation).ToListAsync(ct);
            changed = [.. now.Where(n => !known.TryGetValue(n.Id, out var there) || there.Stamp != n.Stamp).Select(n => n.Id)];
            known = now.Where(n => known.ContainsKey(n.Id)).ToDictionary(n => n.Id, n => known[n.Id]);
        }

        if (changed is not { Length: 0 })
        {
            foreach (var project in (await connection.StreamAsync(Changed, Row.Of, ct, organisation, SqlStatement.Typed(NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Uuid, changed)).ToListAsync(ct)).GroupBy(r => r.Project.Id))
            {
                var rows = project.ToList();
                known[project.Key] = rows[0].Project with
                {
                    Provisional = rows.Find(r => r.Kind == AssessmentMeasuredV1.Provisional)?.Sums,
                    Final = rows.Find(r => r.Kind == AssessmentMeasuredV1.Final)?.Sums,
                };
            }
        }

        (held.Mark, held.ById, held.Projects, held.Facets) = (mark, known, known.Values, null);
    }

    /// <summary>What was not asked for longest leaves first; the space that is being read stays.</summary>
    private void LetGo(OrganisationId asked)
    {
        var all = _spaces.ToArray();
        var count = all.Sum(s => s.Value.Projects.Count);
        foreach (var space in all.Where(s => s.Key != asked).OrderBy(s => s.Value.LastAsked).TakeWhile(_ => count > settings.MostProjects))
        {
            count -= space.Value.Projects.Count;
            _spaces.TryRemove(space);
        }
    }

    /// <summary>A space as it was at its mark.</summary>
    private sealed class Held
    {
        public SemaphoreSlim Lock { get; } = new(1);

        public long LastAsked { get; set; }

        public string? Mark { get; set; }

        public Dictionary<Guid, SpaceProject> ById { get; set; } = [];

        public IReadOnlyCollection<SpaceProject> Projects { get; set; } = [];

        /// <summary>Null until asked for since they changed.</summary>
        public FacetCounts? Facets { get; set; }
    }

    /// <summary>A project with one of its assessments, or with none.</summary>
    private sealed record Row(SpaceProject Project, string? Kind, MeasuredSums? Sums)
    {
        public static Row Of(NpgsqlDataReader r)
        {
            var project = new SpaceProject(
                r.GetGuid(0), r.GetFieldValue<ulong>(1), r.GetString(2), r.GetString(3), string.Intern(r.GetString(4)), r.GetFieldValue<string[]>(5), r.GetFieldValue<Guid[]>(6),
                r.ValueOrNull<DateOnly>(7), r.GetBoolean(8), r.GetBoolean(9), r.ValueOrNull<decimal>(10), string.Intern(r.GetString(11)), r.ValueOrNull<decimal>(12), string.Intern(r.GetString(13)), null, null);
            if (r.IsDBNull(14))
            {
                return new Row(project, null, null);
            }

            var posts = Masses(r, 15);
            Picograms[] known = [.. Enumerable.Range(19, 5).Select(i => r.IsDBNull(i) ? default : Picograms.OfKilograms(r.GetDecimal(i)))];
            return new Row(project, r.GetString(14), new MeasuredSums(
                posts.Aggregate(default(Picograms), (sum, part) => sum + part), [.. posts, .. Masses(r, 16)], known, r.ValueOrNull<decimal>(17), r.ValueOrNull<decimal>(18)));
        }

        private static Picograms[] Masses(NpgsqlDataReader r, int column) => [.. r.GetFieldValue<decimal[]>(column).Select(Picograms.OfMicrograms)];
    }
}

/// <param name="MostProjects">Projects held for all spaces together (<c>MemberSpace:ProjectsInMemory</c>), about 1 kB each; the largest space is held even beyond.</param>
internal sealed record SpaceMemorySettings(int MostProjects);
