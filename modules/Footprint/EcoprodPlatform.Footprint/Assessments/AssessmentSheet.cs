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

    public ResultCube Result { get; } = ResultCube.Of([.. Lines.Select(l => l.Line)]);

    internal SheetLine? Find(LineId lineId) => Lines.FirstOrDefault(l => l.Line.Id == lineId);
}

/// <summary>A line and the version an edit of it must match.</summary>
/// <param name="Evidence">How many files prove it.</param>
public sealed record SheetLine(ActivityLine Line, long Version, int Evidence = 0);

/// <summary>Reads the sheets of a project.</summary>
internal sealed class AssessmentSheets(ModuleLog<FootprintModule> log)
{
    public async Task<AssessmentSheet> GetAsync(ProjectId projectId, AssessmentKind kind, CancellationToken ct)
        => (await GetAsync(projectId, ct)).Single(s => s.Kind == kind);

    /// <summary>Both assessments, provisional first; one that nobody has touched is empty, at version 0.</summary>
    public async Task<IReadOnlyList<AssessmentSheet>> GetAsync(ProjectId projectId, CancellationToken ct)
    {
        const string sql = """
            select a.kind, a.version, a.is_frozen, a.changed_at, a.copied_from,
              l.line_id, l.line_version, l.department, l.post, l.phase, l.factor_code, l.catalogue_version, l.factor_value,
              l.quantity_unit, l.quantity, l.label, l.data_status, l.question, l.section, l.part,
              l.mark_reliability, l.mark_technical, l.mark_geographic, l.mark_temporal, l.mark_completeness, l.copied_from,
              (select count(*)::int from line_evidence e where e.project_id = l.project_id and e.kind = l.kind and e.line_id = l.line_id)
            from assessments a
            left join assessment_lines l on l.project_id = a.project_id and l.kind = a.kind
              and not exists (select from assessment_asides s where s.project_id = l.project_id and s.kind = l.kind and s.section = l.section)
            where a.project_id = $1
            order by l.added_at, l.place
            """;
        var heads = new Dictionary<AssessmentKind, (long Version, bool IsFrozen, DateTimeOffset? ChangedAt, long? CopiedFrom)>();
        var lines = AssessmentKinds.All.ToDictionary(k => k, _ => new List<SheetLine>());
        await log.ListAsync(
            sql,
            r =>
            {
                var kind = AssessmentKinds.Find(r.GetString(0))!.Value;
                heads[kind] = (r.GetInt64(1), r.GetBoolean(2), r.ValueOrNull<DateTimeOffset>(3), r.ValueOrNull<long>(4));
                if (!r.IsDBNull(5))
                {
                    lines[kind].Add(ReadLine(r));
                }

                return kind;
            },
            ct,
            projectId);

        return [.. AssessmentKinds.All.Select(k =>
        {
            var (version, isFrozen, changedAt, copiedFrom) = heads.GetValueOrDefault(k);
            return new AssessmentSheet(k, version, isFrozen, changedAt, copiedFrom, lines[k]);
        })];
    }

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
        reader.GetInt32(26));

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
