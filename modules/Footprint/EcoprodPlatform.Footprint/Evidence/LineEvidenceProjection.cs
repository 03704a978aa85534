using JasperFx.Events;

namespace EcoprodPlatform.Footprint.Evidence;

/// <summary>Which files prove which lines. Inline: who has just attached one sees it, and what nothing proves any more is erased with it.</summary>
internal sealed class LineEvidenceProjection() : SqlProjection<AssessmentEvent>("line-evidence")
{
    public override IReadOnlyList<string> Tables => [EvidenceFiles.Table];

    protected override void Apply(AssessmentEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case EvidenceAttached e:
                rows.Run(
                    """
                    insert into line_evidence (project_id, kind, line_id, document_id, attached_at, attached_by, place)
                    select $1, $2, $3, document_id, $5, $6, place from unnest($4::uuid[]) with ordinality as d(document_id, place)
                    on conflict (project_id, kind, line_id, document_id) do update
                    set attached_at = excluded.attached_at, attached_by = excluded.attached_by, place = excluded.place, removed_at = null
                    """,
                    e.ProjectId, e.Kind.Code, e.LineId, e.DocumentIds, stored.Timestamp, stored.ActorId);
                break;
            case EvidenceDetached e:
                rows.Run(
                    "delete from line_evidence where project_id = $1 and kind = $2 and line_id = $3 and document_id = $4",
                    e.ProjectId, e.Kind.Code, e.LineId, e.DocumentId);
                break;
            case LineRemoved e:
                PutAside(stored, e.ProjectId, e.Kind, [e.LineId], rows);
                break;
            case LinesRemoved e:
                PutAside(stored, e.ProjectId, e.Kind, e.LineIds, rows);
                break;
            case EditUndone e:
                PutAside(stored, e.ProjectId, e.Kind, e.LineIds, rows);
                rows.Run(
                    "update line_evidence set removed_at = null where project_id = $1 and kind = $2 and line_id = any ($3)",
                    e.ProjectId, e.Kind.Code, e.Lines.Select(l => l.Id).ToArray());
                break;
            case LinesReplaced e:
                KeepOnly(e.ProjectId, e.Kind, e.Lines, rows);
                break;
            case AssessmentCopied e:
                KeepOnly(e.ProjectId, e.Kind, e.Lines, rows);
                break;
            case QuestionAnswered e:
                Drop(e.ProjectId, e.Kind, e.Dropped, rows);
                break;
            case AnswerWithdrawn e:
                Drop(e.ProjectId, e.Kind, e.Dropped, rows);
                break;
            case AssessmentErased e:
                rows.Run("delete from line_evidence where project_id = $1 and kind = $2 and removed_at is null", e.ProjectId, e.Kind.Code);
                break;
            case LineAdded or LineChanged or LinesEntered or SectionSwitched or FactorsUpgraded or ScenarioStarted or ScenarioRenamed or AssessmentFrozen:
                break;
            default:
                throw Unknown(stored);
        }
    }

    /// <summary>What proved a line that was removed comes back with it, for as long as that can be undone.</summary>
    private static void PutAside(IEvent stored, Guid projectId, AssessmentKind kind, Guid[] lines, ProjectionBatch rows) => rows.Run(
        "update line_evidence set removed_at = $4 where project_id = $1 and kind = $2 and line_id = any ($3)", projectId, kind.Code, lines, stored.Timestamp);

    private static void Drop(Guid projectId, AssessmentKind kind, Guid[] lines, ProjectionBatch rows)
        => rows.Run("delete from line_evidence where project_id = $1 and kind = $2 and line_id = any ($3)", projectId, kind.Code, lines);

    private static void KeepOnly(Guid projectId, AssessmentKind kind, ActivityLine[] lines, ProjectionBatch rows) => rows.Run(
        "delete from line_evidence where project_id = $1 and kind = $2 and line_id <> all ($3) and removed_at is null",
        projectId, kind.Code, lines.Select(l => l.Id).ToArray());
}
