namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>An assessment as the pages and the API show it.</summary>
/// <param name="Version">Version of its stream; 0 when nobody has touched it.</param>
/// <param name="IsFrozen">The project was closed.</param>
/// <param name="ChangedAt">When its lines last changed; null when nobody has worked on it.</param>
/// <param name="CopiedFrom">Version of the provisional assessment it was started from, if it was.</param>
public sealed record AssessmentSheet(
    AssessmentKind Kind, long Version, bool IsFrozen, DateTimeOffset? ChangedAt, long? CopiedFrom, IReadOnlyList<SheetLine> Lines)
{
    public bool IsStarted => ChangedAt is not null;

    /// <summary>What it is called: a scenario has a name of its own.</summary>
    public Text Name => ScenarioName is { } own ? Text.Same(own) : Kind.Name;

    /// <summary>The name that a scenario was given; null for the two assessments.</summary>
    public string? ScenarioName { get; init; }

    /// <summary>What a scenario is compared with, the final assessment with the provisional one; null for that.</summary>
    public AssessmentKind? Base { get; init; }

    public ResultCube Result { get; } = ResultCube.Of([.. Lines.Select(l => l.Line)]);

    /// <summary>What the result is computed from (<see cref="AssessmentSeal"/>); null where there is no line.</summary>
    public string? Fingerprint => AssessmentSeal.Of([.. Lines.Select(l => l.Line)]);

    /// <summary>The fingerprint that was written at the closing; null while it is open, and for what was closed before there was one.</summary>
    public string? Seal { get; init; }

    /// <summary>False where the lines are no longer those that were sealed, which nothing in the platform does.</summary>
    public bool IsIntact => Seal is null || Seal == Fingerprint;

    /// <summary>The same with these lines, and their result.</summary>
    internal AssessmentSheet With(IReadOnlyList<SheetLine> lines) => new(Kind, Version, IsFrozen, ChangedAt, CopiedFrom, lines) { ScenarioName = ScenarioName, Base = Base, Seal = Seal };

    internal SheetLine? Find(LineId lineId) => Lines.FirstOrDefault(l => l.Line.Id == lineId);
}

/// <summary>A line and the version an edit of it must match.</summary>
/// <param name="Evidence">How many files prove it.</param>
public sealed record SheetLine(ActivityLine Line, long Version, int Evidence = 0)
{
    /// <summary>How much was said of it.</summary>
    public int Comments { get; init; }
}

/// <summary>Reads the sheets of a project.</summary>
internal sealed class AssessmentSheets(ModuleLog<FootprintModule> log)
{
    /// <summary>One assessment; 404 for a scenario that is not there.</summary>
    public async Task<AssessmentSheet> GetAsync(ProjectId projectId, AssessmentKind kind, CancellationToken ct)
        => (await ReadAsync(projectId, [kind.Code], ct)).SingleOrDefault() ?? (kind.IsScenario ? throw Assessment.UnknownScenario() : Untouched(kind));

    /// <summary>Both assessments, provisional first; one that nobody has touched is empty, at version 0.</summary>
    public async Task<IReadOnlyList<AssessmentSheet>> GetAsync(ProjectId projectId, CancellationToken ct)
    {
        var there = await ReadAsync(projectId, [.. AssessmentKind.Both.Select(k => k.Code)], ct);
        return [.. AssessmentKind.Both.Select(k => there.FirstOrDefault(s => s.Kind == k) ?? Untouched(k))];
    }

    /// <summary>The scenarios of a project, by name.</summary>
    public async Task<IReadOnlyList<AssessmentSheet>> ScenariosAsync(ProjectId projectId, CancellationToken ct)
    {
        var codes = (await ScenarioKindsAsync(projectId, ct)).Select(k => k.Code).ToArray();
        return codes.Length == 0 ? [] : [.. (await ReadAsync(projectId, codes, ct)).OrderBy(s => s.ScenarioName, StringComparer.Create(Languages.French, CompareOptions.IgnoreCase)).ThenBy(s => s.Kind.Code, StringComparer.Ordinal)];
    }

    /// <summary>A scenario; 404 for one that is not there, and for the two assessments.</summary>
    public Task<AssessmentSheet> ScenarioAsync(ProjectId projectId, AssessmentKind kind, CancellationToken ct)
        => kind.IsScenario ? GetAsync(projectId, kind, ct) : throw Assessment.UnknownScenario();

    public Task<IReadOnlyList<AssessmentKind>> ScenarioKindsAsync(ProjectId projectId, CancellationToken ct) => log.ListAsync(
        "select kind from assessments where project_id = $1 and name is not null", r => AssessmentKind.Find(r.GetString(0))!.Value, ct, projectId);

    private static AssessmentSheet Untouched(AssessmentKind kind) => new(kind, 0, false, null, null, []) { Base = BaseOf(kind, null) };

    private async Task<IReadOnlyList<AssessmentSheet>> ReadAsync(ProjectId projectId, string[] kinds, CancellationToken ct)
    {
        const string sql = """
            select a.kind, a.version, a.is_frozen, a.changed_at, a.copied_from,
              l.line_id, l.line_version, l.department, l.post, l.phase, l.factor_code, l.catalogue_version, l.factor_value,
              l.quantity_unit, l.quantity, l.label, l.data_status, l.question, l.section, l.part,
              l.mark_reliability, l.mark_technical, l.mark_geographic, l.mark_temporal, l.mark_completeness, l.copied_from,
              (select count(*)::int from line_evidence e where e.project_id = l.project_id and e.kind = l.kind and e.line_id = l.line_id and e.removed_at is null),
              a.name, a.base_kind, a.seal,
              (select count(*)::int from line_comments c where c.project_id = l.project_id and c.kind = l.kind and c.line_id = l.line_id)
            from assessments a
            left join assessment_lines l on l.project_id = a.project_id and l.kind = a.kind
              and not exists (select from assessment_asides s where s.project_id = l.project_id and s.kind = l.kind and s.section = l.section)
            where a.project_id = $1 and a.kind = any ($2)
            order by l.added_at, l.place
            """;
        var heads = new Dictionary<AssessmentKind, AssessmentSheet>();
        var lines = new Dictionary<AssessmentKind, List<SheetLine>>();
        await log.ListAsync(
            sql,
            r =>
            {
                var kind = AssessmentKind.Find(r.GetString(0))!.Value;
                if (heads.TryAdd(kind, new AssessmentSheet(kind, r.GetInt64(1), r.GetBoolean(2), r.ValueOrNull<DateTimeOffset>(3), r.ValueOrNull<long>(4), [])
                {
                    ScenarioName = r.IsDBNull(27) ? null : r.GetString(27),
                    Base = BaseOf(kind, r.IsDBNull(28) ? null : r.GetString(28)),
                    Seal = r.IsDBNull(29) ? null : r.GetString(29),
                }))
                {
                    lines[kind] = [];
                }

                if (!r.IsDBNull(5))
                {
                    lines[kind].Add(ReadLine(r));
                }

                return kind;
            },
            ct,
            projectId,
            kinds);
        return [.. heads.Values.Select(h => h.With(lines[h.Kind]))];
    }

    private static AssessmentKind? BaseOf(AssessmentKind kind, string? code)
        => kind == AssessmentKind.Final ? AssessmentKind.Provisional : AssessmentKind.Find(code);

    private static SheetLine ReadLine(NpgsqlDataReader reader) => new(
        new ActivityLine(
            reader.GetGuid(5),
            reader.GetString(7),
            reader.GetString(8),
            reader.GetString(9),
            new LineFactor(reader.GetString(10), reader.GetInt32(11), reader.GetDecimal(12), reader.GetString(13)),
            reader.GetDecimal(14),
            reader.IsDBNull(15) ? null : reader.GetString(15))
        {
            Status = reader.IsDBNull(16) ? null : DataStatuses.Find(reader.GetString(16)),
            Marks = ReadMarks(reader),
            CopiedFrom = reader.ValueOrNull<Guid>(25),
            Origin = reader.IsDBNull(17) ? null : new LineOrigin(reader.GetString(17), reader.GetString(18), reader.GetString(19)),
        },
        reader.GetInt64(6),
        reader.GetInt32(26))
    {
        Comments = reader.GetInt32(30),
    };

    private static QualityMarks? ReadMarks(NpgsqlDataReader reader)
    {
        var marks = new QualityMarks
        {
            Reliability = reader.ValueOrNull<int>(20),
            Technical = reader.ValueOrNull<int>(21),
            Geographic = reader.ValueOrNull<int>(22),
            Temporal = reader.ValueOrNull<int>(23),
            Completeness = reader.ValueOrNull<int>(24),
        };
        return marks.IsEmpty ? null : marks;
    }
}
