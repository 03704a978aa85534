namespace EcoprodPlatform.Footprint.OwnFactors;

/// <summary>The factors that projects have of their own: reads them, and keeps new versions.</summary>
internal sealed class OwnFactorList(ModuleLog<FootprintModule> log, TimeProvider clock)
{
    private const string Columns = $"""
        select f.code, f.project_id, f.version, f.name, f.unit, f.value, f.source, f.reference, f.valid_year, f.geography, f.perimeter, f.uncertainty_percent, f.post, f.stated_at, f.stated_by,
          f.retired_at is not null, (select count(*)::int from assessment_lines l where l.project_id = f.project_id and l.factor_code = f.code),
          case when p.owner_id = f.stated_by then '{DataLife.Owner}' else a.role end
        from own_factors f
        join projects p on p.project_id = f.project_id
        left join project_access a on a.project_id = f.project_id and a.person_id = f.stated_by
        """;

    /// <summary>Those of a project by name; those in use before those that were retired.</summary>
    public async Task<IReadOnlyList<OwnFactor>> OfAsync(ProjectId project, CancellationToken ct)
        => [.. (await ReadAsync($"{Columns} where f.project_id = $1 order by f.code, f.version desc", ct, project))
            .OrderBy(f => f.IsRetired).ThenBy(f => f.Name, StringComparer.Create(Languages.French, CompareOptions.IgnoreCase)).ThenBy(f => f.Code, StringComparer.Ordinal)];

    /// <summary>Those in use of the other projects whose data the person may change, by name, with the title of their project.</summary>
    public async Task<IReadOnlyList<(OwnFactor Factor, string Project)>> OfOthersAsync(ProjectId project, Actor by, CancellationToken ct)
    {
        var titles = (await log.ListAsync(
            $"""
            select p.project_id, p.title from projects p left join project_access a on a.project_id = p.project_id and a.person_id = $2
            where p.project_id <> $1 and not p.is_deleted and (p.owner_id = $2 or a.role = '{CollaboratorChangedV1.Contributor}')
            """,
            r => (Id: new ProjectId(r.GetGuid(0)), Title: r.GetString(1)),
            ct,
            project,
            by.Id)).ToDictionary(p => p.Id, p => p.Title);
        return titles.Count == 0 ? [] : [.. (await ReadAsync($"{Columns} where f.project_id = any ($1) order by f.code, f.version desc", ct, (object)titles.Keys.Select(p => p.Value).ToArray()))
            .Where(f => !f.IsRetired).OrderBy(f => f.Name, StringComparer.Create(Languages.French, CompareOptions.IgnoreCase)).ThenBy(f => f.Code, StringComparer.Ordinal).Select(f => (f, titles[f.Project]))];
    }

    /// <summary>One of a project; 404 for one that is not there, or is another project's.</summary>
    public async Task<OwnFactor> GetAsync(ProjectId project, string code, CancellationToken ct) => await FindAsync(project, code, ct) ?? throw Unknown();

    /// <summary>One of a project, or null.</summary>
    public async Task<OwnFactor?> FindAsync(ProjectId project, string code, CancellationToken ct)
        => (await ReadAsync($"{Columns} where f.project_id = $1 and f.code = $2 order by f.version desc", ct, project, code)).SingleOrDefault();

    /// <summary>What lines have of these codes, in every version.</summary>
    public async Task<IReadOnlyList<Factor>> VersionsAsync(IReadOnlyCollection<string> codes, CancellationToken ct) => codes.Count == 0 ? []
        : [.. (await ReadAsync($"{Columns} where f.code = any ($1) order by f.code, f.version desc", ct, (object)codes.ToArray())).SelectMany(f => f.Versions.Select(f.FactorOf))];

    /// <summary>Keeps the next version of a factor, or the first one of a new code.</summary>
    /// <exception cref="ConcurrencyException">Somebody else has done so at the same moment.</exception>
    public async Task SaveAsync(UnitOfWork work, ProjectId project, string code, int version, StatedFactor stated, Actor by, CancellationToken ct)
    {
        // The row of the project is held: one that is deleted at this moment takes the factor with it, or lets none in.
        work.Also(
            """
            insert into own_factors (code, project_id, version, name, unit, value, source, reference, valid_year, geography, perimeter, uncertainty_percent, post, stated_at, stated_by)
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 from projects where project_id = $2 and not is_deleted for share
            """,
            code,
            project,
            version,
            stated.Name,
            stated.Unit,
            stated.Value,
            stated.Source,
            stated.Reference,
            SqlStatement.Typed(NpgsqlDbType.Integer, stated.Year),
            stated.Geography,
            stated.Counts.Code,
            SqlStatement.Typed(NpgsqlDbType.Numeric, stated.UncertaintyPercent),
            SqlStatement.Typed(NpgsqlDbType.Text, stated.Post),
            clock.GetUtcNow(),
            by.Id);
        try
        {
            await work.SaveAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "own_factors")
        {
            throw new ConcurrencyException($"Version {version} of {code} is there already.", e);
        }
    }

    /// <summary>The answer to a code that the project does not have.</summary>
    public static RuleBrokenException Unknown() => RuleBrokenException.NotFound("footprint.unknown-own-factor", new(
        "Le projet n’a pas de facteur de ce code.", "The project has no factor of this code."));

    /// <summary>What becomes of one that was retired: nothing.</summary>
    public static RuleBrokenException IsRetired() => RuleBrokenException.Conflict("footprint.own-factor-retired", new(
        "Ce facteur a été retiré : il ne change plus. Ajoutez-en un nouveau.", "This factor has been retired: it does not change any more. Add a new one."));

    private async Task<IEnumerable<OwnFactor>> ReadAsync(string sql, CancellationToken ct, params object[] arguments)
        => (await log.ListAsync(sql, Read, ct, arguments)).GroupBy(r => r.Code, StringComparer.Ordinal)
            .Select(g => new OwnFactor(g.Key, g.First().Project, [.. g.Select(r => r.Version)], g.Any(r => r.IsRetired), g.First().Lines));

    private static (string Code, ProjectId Project, OwnVersion Version, bool IsRetired, int Lines) Read(NpgsqlDataReader reader) => (
        reader.GetString(0),
        new ProjectId(reader.GetGuid(1)),
        new OwnVersion(
            reader.GetInt32(2),
            new StatedFactor
            {
                Name = reader.GetString(3),
                Unit = reader.GetString(4),
                Value = reader.GetDecimal(5),
                Source = reader.GetString(6),
                Reference = reader.GetString(7),
                Year = reader.ValueOrNull<int>(8),
                Geography = reader.GetString(9),
                Perimeter = reader.GetString(10) is StatedFactor.NotStated ? [] : [.. reader.GetString(10).Split('+')],
                UncertaintyPercent = reader.ValueOrNull<decimal>(11),
                Post = reader.IsDBNull(12) ? null : reader.GetString(12),
            },
            reader.GetFieldValue<DateTimeOffset>(13),
            reader.GetGuid(14),
            reader.IsDBNull(17) ? null : reader.GetString(17)),
        reader.GetBoolean(15),
        reader.GetInt32(16));
}
