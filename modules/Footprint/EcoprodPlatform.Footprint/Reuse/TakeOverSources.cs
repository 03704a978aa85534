namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>The assessments of a person's other projects.</summary>
internal sealed class TakeOverSources(ModuleLog<FootprintModule> log)
{
    /// <summary>Those that one may look through; words of the title find the others.</summary>
    public const int Most = 20;

    /// <summary>Both assessments of the projects whose data the person may change, or might before the closing; last worked on first.</summary>
    public async Task<IReadOnlyList<TakeOverSource>> OfAsync(ProjectId project, PersonId person, string? words, CancellationToken ct)
    {
        var all = await log.ListAsync(
            $"""
            select p.project_id, p.title, a.kind, a.changed_at,
              (select count(*)::int from assessment_answers n where n.project_id = a.project_id and n.kind = a.kind),
              (select count(*)::int from assessment_lines l where l.project_id = a.project_id and l.kind = a.kind and l.question is null),
              (select coalesce(sum(l.factor_value * l.quantity), 0) from assessment_lines l where l.project_id = a.project_id and l.kind = a.kind
                and not exists (select from assessment_asides s where s.project_id = l.project_id and s.kind = l.kind and s.section = l.section))
            from projects p
            left join project_access mine on mine.project_id = p.project_id and mine.person_id = $2
            join assessments a on a.project_id = p.project_id and a.name is null and a.changed_at is not null
            where p.project_id <> $1 and not p.is_deleted and (p.owner_id = $2 or mine.role = '{CollaboratorChangedV1.Contributor}')
            order by a.changed_at desc, a.kind
            """,
            r => new TakeOverSource(new ProjectId(r.GetGuid(0)), r.GetString(1), AssessmentKind.Find(r.GetString(2))!.Value, r.GetFieldValue<DateTimeOffset>(3), r.GetInt32(4), r.GetInt32(5), r.GetDecimal(6)),
            ct,
            project,
            person);
        var wanted = Folded.WordsOf(words);
        return [.. all.Where(s => s.Answers + s.Lines > 0 && wanted.All(w => Folded.Words(s.Title).Contains(w, StringComparison.Ordinal))).Take(Most)];
    }
}

/// <summary>An assessment that another one may take over.</summary>
/// <param name="Lines">Those that were entered as lines.</param>
public sealed record TakeOverSource(ProjectId Project, string Title, AssessmentKind Kind, DateTimeOffset ChangedAt, int Answers, int Lines, decimal Kilograms);
