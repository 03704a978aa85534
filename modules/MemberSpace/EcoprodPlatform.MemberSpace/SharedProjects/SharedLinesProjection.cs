using System.Text.Json;
using NpgsqlTypes;

namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>The lines behind the figures of every space: of each the newest, whatever order they were told in.</summary>
internal sealed class SharedLinesProjection() : SqlProjection<SharedLinesEvent>("shared-lines")
{
    private const string Content = "place, department, post, phase, label, quantity, kg, data_status, question, factor";

    private static readonly string Put = $"""
        insert into lines (project_id, kind, line_id, source_version, is_gone, {Content})
        select $1, $2, (l ->> 'id')::uuid, $3, false,
          (l ->> 'place')::bigint, l ->> 'department', l ->> 'post', l ->> 'phase', l ->> 'label', (l ->> 'quantity')::numeric, (l ->> 'kg')::numeric,
          l ->> 'dataStatus', l ->> 'question', l -> 'factor'
        from jsonb_array_elements($4) l
        {Newest}
        """;

    private static readonly string Drop = $"""
        insert into lines (project_id, kind, line_id, source_version, is_gone)
        select $1, $2, gone, $3, true from unnest($4::uuid[]) gone
        {Newest}
        """;

    private static string Newest => $"""
        on conflict (project_id, kind, line_id) do update set
          source_version = excluded.source_version, is_gone = excluded.is_gone, {string.Join(", ", Content.Split(", ").Select(c => $"{c} = excluded.{c}"))}
        where lines.source_version < excluded.source_version
        """;

    /// <summary>The sums of the whole assessment anew, and the spaces that show it are told.</summary>
    private static readonly string Sum = $"""
        with summed as (
          insert into line_sums (project_id, kind, measured, calculated, estimated, monetary, not_said)
          select $1, $2, {string.Join(", ", new[] { "measured", "calculated", "estimated", "monetary" }.Select(s => $"coalesce(sum(kg) filter (where data_status = '{s}'), 0)"))}, coalesce(sum(kg) filter (where data_status is null), 0)
          from lines where project_id = $1 and kind = $2 and not is_gone
          on conflict (project_id, kind) do update set
            measured = excluded.measured, calculated = excluded.calculated, estimated = excluded.estimated, monetary = excluded.monetary, not_said = excluded.not_said
        ), stamped as (
          update space_projects set stamp = pg_current_xact_id() where project_id = $1 and basis = 'effective' returning organisation_id
        )
        {SharedProjectsProjection.Mark("select organisation_id from stamped")}
        """;

    public override IReadOnlyList<string> Tables => ["lines", "line_sums"];

    protected override void Apply(SharedLinesEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case LinesTold e:
                if (e.Lines.Length > 0)
                {
                    rows.Run(Put, e.ProjectId, e.Kind, e.SourceVersion, SqlStatement.Typed(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(e.Lines, EventMap.Json)));
                }

                if (e.Gone.Length > 0)
                {
                    rows.Run(Drop, e.ProjectId, e.Kind, e.SourceVersion, e.Gone);
                }

                rows.Run(Sum, e.ProjectId, e.Kind);
                break;
            case LinesForgotten e:
                rows.Run("delete from lines where project_id = $1 and kind = $2", e.ProjectId, e.Kind);
                rows.Run("delete from line_sums where project_id = $1 and kind = $2", e.ProjectId, e.Kind);
                break;
            default:
                throw Unknown(stored);
        }
    }
}
