using JasperFx.Events;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>
/// The lines of every assessment as rows, for the pages and the API. Inline: who has just added a line sees it.
/// </summary>
internal sealed class AssessmentSheetProjection() : SqlProjection<AssessmentEvent>("assessment-sheet")
{
    public override IReadOnlyList<string> Tables => ["assessments", "assessment_lines", "assessment_answers", "assessment_asides"];

    protected override void Apply(AssessmentEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case LineAdded e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Insert(stored, e.ProjectId, e.Kind, [e.Line], rows);
                break;
            case LineChanged e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Update(stored, e.ProjectId, e.Kind, e.Line, rows);
                break;
            case LineRemoved e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                rows.Run("delete from assessment_lines where project_id = $1 and kind = $2 and line_id = $3", e.ProjectId, e.Kind.Code, e.LineId);
                break;
            case LinesEntered e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Insert(stored, e.ProjectId, e.Kind, e.Lines, rows);
                break;
            case LinesRemoved e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Drop(e.ProjectId, e.Kind, e.LineIds, rows);
                break;
            case EditUndone e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Drop(e.ProjectId, e.Kind, e.LineIds, rows);
                Insert(stored, e.ProjectId, e.Kind, e.Lines, rows);
                rows.Run(
                    """
                    update assessment_lines l set added_at = b.added_at, place = b.place from unnest($3::uuid[], $4::bigint[], $5::int[]) as b(line_id, added_at, place)
                    where l.project_id = $1 and l.kind = $2 and l.line_id = b.line_id
                    """,
                    e.ProjectId, e.Kind.Code, e.Lines.Select(l => l.Id).ToArray(), e.Places.Select(p => p.AddedAt).ToArray(), e.Places.Select(p => p.Place).ToArray());
                break;
            case LinesReplaced e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Clear(e.ProjectId, e.Kind, rows);
                Insert(stored, e.ProjectId, e.Kind, e.Lines, rows);
                break;
            case AssessmentCopied e:
                Copied(stored, e.ProjectId, e.Kind, e.Lines, e.Answers, e.Aside, rows);
                rows.Run("update assessments set copied_from = $3 where project_id = $1 and kind = $2", e.ProjectId, e.Kind.Code, e.ProvisionalVersion);
                break;
            case ScenarioStarted e:
                Copied(stored, e.ProjectId, e.Kind, e.Lines, e.Answers, e.Aside, rows);
                rows.Run(
                    "update assessments set copied_from = $3, name = $4, base_kind = $5 where project_id = $1 and kind = $2",
                    e.ProjectId, e.Kind.Code, e.BaseVersion, e.Name, e.Base.Code);
                break;
            case ScenarioRenamed e:
                rows.Run("update assessments set version = $3, name = $4 where project_id = $1 and kind = $2", e.ProjectId, e.Kind.Code, stored.Version, e.Name);
                break;
            case QuestionAnswered e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                Answered(stored, e.ProjectId, e.Kind, e.Answer, rows);
                Drop(e.ProjectId, e.Kind, [.. e.Dropped, .. e.Lines.Select(l => l.Id)], rows);
                Insert(stored, e.ProjectId, e.Kind, e.Lines, rows);
                break;
            case AnswerWithdrawn e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                rows.Run("delete from assessment_answers where project_id = $1 and kind = $2 and question = $3", e.ProjectId, e.Kind.Code, e.Question);
                Drop(e.ProjectId, e.Kind, e.Dropped, rows);
                break;
            case SectionSwitched e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                if (e.IsAside)
                {
                    Aside(e.ProjectId, e.Kind, e.Section, rows);
                }
                else
                {
                    rows.Run("delete from assessment_asides where project_id = $1 and kind = $2 and section = $3", e.ProjectId, e.Kind.Code, e.Section);
                }

                break;
            case FactorsUpgraded e:
                Changed(stored, e.ProjectId, e.Kind, rows);
                foreach (var line in e.Lines)
                {
                    Update(stored, e.ProjectId, e.Kind, line, rows);
                }

                break;
            case EvidenceAttached e:
                Proved(stored, e.ProjectId, e.Kind, rows);
                break;
            case EvidenceDetached e:
                Proved(stored, e.ProjectId, e.Kind, rows);
                break;
            case AssessmentErased e:
                Clear(e.ProjectId, e.Kind, rows);
                rows.Run("delete from assessments where project_id = $1 and kind = $2", e.ProjectId, e.Kind.Code);
                rows.Run("delete from assessment_answers where project_id = $1 and kind = $2", e.ProjectId, e.Kind.Code);
                rows.Run("delete from assessment_asides where project_id = $1 and kind = $2", e.ProjectId, e.Kind.Code);
                break;
            case AssessmentFrozen e:
                // changed_at stays: closing is no work on the assessment, and one that was never started has none.
                rows.Run(
                    """
                    insert into assessments (project_id, kind, version, is_frozen, seal) values ($1, $2, $3, true, $4)
                    on conflict (project_id, kind) do update set version = $3, is_frozen = true, seal = $4
                    """,
                    e.ProjectId, e.Kind.Code, stored.Version, e.Seal);
                break;
            default:
                throw Unknown(stored);
        }
    }

    private static void Changed(IEvent stored, Guid projectId, AssessmentKind kind, ProjectionBatch rows) => rows.Run(
        """
        insert into assessments (project_id, kind, version, is_frozen, changed_at) values ($1, $2, $3, false, $4)
        on conflict (project_id, kind) do update set version = $3, changed_at = $4
        """,
        projectId, kind.Code, stored.Version, stored.Timestamp);

    /// <summary>changed_at stays: evidence that comes or goes changes no line.</summary>
    private static void Proved(IEvent stored, Guid projectId, AssessmentKind kind, ProjectionBatch rows)
        => rows.Run("update assessments set version = $3 where project_id = $1 and kind = $2", projectId, kind.Code, stored.Version);

    private static void Update(IEvent stored, Guid projectId, AssessmentKind kind, ActivityLine line, ProjectionBatch rows) => rows.Run(
            """
            update assessment_lines set line_version = $4, department = $5, post = $6, phase = $7, factor_code = $8,
              catalogue_version = $9, factor_value = $10, quantity_unit = $11, quantity = $12, label = $13, data_status = $14,
              mark_reliability = $15, mark_technical = $16, mark_geographic = $17, mark_temporal = $18, mark_completeness = $19
            where project_id = $1 and kind = $2 and line_id = $3
            """,
            projectId, kind.Code, line.Id, stored.Version, line.Department, line.Post, line.Phase, line.Factor.Code,
            line.Factor.CatalogueVersion, line.Factor.Value, line.Factor.Unit, line.Quantity, line.Label, line.Status?.Code(),
            line.Marks?.Reliability, line.Marks?.Technical, line.Marks?.Geographic, line.Marks?.Temporal, line.Marks?.Completeness);

    private static void Copied(IEvent stored, Guid projectId, AssessmentKind kind, ActivityLine[] lines, Answer[]? answers, string[]? aside, ProjectionBatch rows)
    {
        Changed(stored, projectId, kind, rows);
        Clear(projectId, kind, rows);
        Insert(stored, projectId, kind, lines, rows);
        foreach (var answer in answers ?? [])
        {
            Answered(stored, projectId, kind, answer, rows);
        }

        foreach (var section in aside ?? [])
        {
            Aside(projectId, kind, section, rows);
        }
    }

    private static void Answered(IEvent stored, Guid projectId, AssessmentKind kind, Answer answer, ProjectionBatch rows) => rows.Run(
        """
        insert into assessment_answers (project_id, kind, question, section, state, questionnaire_version, fields, quantities, version, places, countries)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (project_id, kind, question) do update set section = excluded.section, state = excluded.state,
          questionnaire_version = excluded.questionnaire_version, fields = excluded.fields, quantities = excluded.quantities, version = excluded.version,
          places = excluded.places, countries = excluded.countries
        """,
        projectId, kind.Code, answer.Question, answer.Section, answer.State.Code(), answer.QuestionnaireVersion,
        answer.Fields.Select(f => f.Field).ToArray(), answer.Fields.Select(f => f.Quantity).ToArray(), stored.Version,
        answer.Places?.Select(p => p.Place).ToArray(), answer.Places?.Select(p => p.Country).ToArray());

    private static void Aside(Guid projectId, AssessmentKind kind, string section, ProjectionBatch rows)
        => rows.Run("insert into assessment_asides (project_id, kind, section) values ($1, $2, $3) on conflict do nothing", projectId, kind.Code, section);

    private static void Drop(Guid projectId, AssessmentKind kind, Guid[] lines, ProjectionBatch rows)
        => rows.Run("delete from assessment_lines where project_id = $1 and kind = $2 and line_id = any ($3)", projectId, kind.Code, lines);

    private static void Clear(Guid projectId, AssessmentKind kind, ProjectionBatch rows)
        => rows.Run("delete from assessment_lines where project_id = $1 and kind = $2", projectId, kind.Code);

    /// <summary>A line that is there keeps its place.</summary>
    private static void Insert(IEvent stored, Guid projectId, AssessmentKind kind, ActivityLine[] lines, ProjectionBatch rows) => rows.Run(
        """
        insert into assessment_lines (project_id, kind, line_id, line_version, added_at, place, department, post, phase, factor_code,
          catalogue_version, factor_value, quantity_unit, quantity, label, data_status, question, section, part,
          mark_reliability, mark_technical, mark_geographic, mark_temporal, mark_completeness, copied_from)
        select $1, $2, line_id, $3, $3, place - 1, department, post, phase, factor_code, catalogue_version, factor_value, quantity_unit, quantity, label,
          data_status, question, section, part, mark_reliability, mark_technical, mark_geographic, mark_temporal, mark_completeness, copied_from
        from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::numeric[], $11::text[], $12::numeric[], $13::text[],
            $14::text[], $15::text[], $16::text[], $17::text[], $18::int[], $19::int[], $20::int[], $21::int[], $22::int[], $23::uuid[])
          with ordinality as l(line_id, department, post, phase, factor_code, catalogue_version, factor_value, quantity_unit, quantity, label,
            data_status, question, section, part, mark_reliability, mark_technical, mark_geographic, mark_temporal, mark_completeness, copied_from, place)
        on conflict (project_id, kind, line_id) do update set line_version = excluded.line_version, department = excluded.department, post = excluded.post,
          phase = excluded.phase, factor_code = excluded.factor_code, catalogue_version = excluded.catalogue_version, factor_value = excluded.factor_value,
          quantity_unit = excluded.quantity_unit, quantity = excluded.quantity, label = excluded.label, data_status = excluded.data_status,
          mark_reliability = excluded.mark_reliability, mark_technical = excluded.mark_technical, mark_geographic = excluded.mark_geographic,
          mark_temporal = excluded.mark_temporal, mark_completeness = excluded.mark_completeness
        """,
        projectId,
        kind.Code,
        stored.Version,
        lines.Select(l => l.Id).ToArray(),
        lines.Select(l => l.Department).ToArray(),
        lines.Select(l => l.Post).ToArray(),
        lines.Select(l => l.Phase).ToArray(),
        lines.Select(l => l.Factor.Code).ToArray(),
        lines.Select(l => l.Factor.CatalogueVersion).ToArray(),
        lines.Select(l => l.Factor.Value).ToArray(),
        lines.Select(l => l.Factor.Unit).ToArray(),
        lines.Select(l => l.Quantity).ToArray(),
        lines.Select(l => l.Label).ToArray(),
        lines.Select(l => l.Status?.Code()).ToArray(),
        lines.Select(l => l.Origin?.Question).ToArray(),
        lines.Select(l => l.Origin?.Section).ToArray(),
        lines.Select(l => l.Origin?.Part).ToArray(),
        lines.Select(l => l.Marks?.Reliability).ToArray(),
        lines.Select(l => l.Marks?.Technical).ToArray(),
        lines.Select(l => l.Marks?.Geographic).ToArray(),
        lines.Select(l => l.Marks?.Temporal).ToArray(),
        lines.Select(l => l.Marks?.Completeness).ToArray(),
        lines.Select(l => l.CopiedFrom).ToArray());
}
