using System.Text.Json;
using NpgsqlTypes;

namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// What every space shows. Inline, so that a structure which detaches itself no longer sees the project in the very
/// transaction that says so (MS-44). Each event updates one of the three small tables of facts; then the project's rows
/// of <c>space_projects</c> are written anew from them, so their content never depends on the order of events, but for <c>touched_at</c>, the moment of the last.
/// </summary>
internal sealed class SharedProjectsProjection() : SqlProjection<SharedProjectEvent>("shared-projects")
{
    /// <summary>How many writers of one combination need not wait for one another's commit.</summary>
    private const int Lanes = 16;

    /// <summary>What <c>space_sums</c> adds up, and what one row of <c>space_projects</c> gives to it.</summary>
    private static readonly IReadOnlyList<(string Sum, string Of)> Sums =
    [
        ("projects", "1"),
        ("with_provisional", "has_provisional::int"),
        ("with_final", "has_final::int"),
        ("total_ug", "coalesce(total_ug, 0)"),
        ("euro_projects", "(ug_per_euro is not null)::int"),
        ("euro_ug", "case when budget_eur is null or total_ug is null then 0 else total_ug end"),
        ("euros", "case when budget_eur is null or total_ug is null then 0 else budget_eur end"),
        ("minute_projects", "(ug_per_minute is not null)::int"),
        ("minute_ug", "case when minutes is null or total_ug is null then 0 else total_ug end"),
        ("minutes", "case when minutes is null or total_ug is null then 0 else minutes end"),
        ("other_currency", "(total_ug is not null and currency <> 'EUR')::int"),
        .. Slots.Columns.Select(c => (c, $"coalesce({c}, 0)")),
    ];

    // One statement: the old rows of a project go, the new ones come, and the sums move by the difference. They are touched
    // in one order, always, so that two projects that change at once wait for one another and never in a circle.
    //
    // Quotients are rounded far below what is shown, and a budget that is no budget (a millionth of a cent) divides
    // nothing: one absurd project must not make a figure too long for a decimal, and with it the whole dashboard.
    private static readonly string Show = $"""
        with gone as (
          delete from space_projects where project_id = $1 returning *
        ), shown as (
        insert into space_projects (
          organisation_id, basis, project_id, title, folded_title, genre, owner_id, tags, is_closed, finalised_on, created_at, changed_at, touched_at,
          has_provisional, has_final, total_ug, currency, budget_eur, minutes, ug_per_euro, ug_per_minute, {string.Join(", ", Slots.Columns)})
        select
          t.organisation_id, b.basis, p.project_id, p.title, p.folded_title, p.genre, p.owner_id, t.tags,
          p.finalised_on is not null, p.finalised_on, p.created_at, greatest(p.changed_at, v.measured_at, f.measured_at), $2,
          v.project_id is not null, f.project_id is not null,
          b.total_ug, p.currency, d.budget_eur, d.minutes, round(b.total_ug / d.budget_eur, 6), round(b.total_ug / d.minutes, 6),
          {Places("by_post", Slots.Posts.Count)}, {Places("by_department", Slots.Departments.Count)}
        from projects p
        join (
          select organisation_id, array_agg(tag_id order by tag_id) as tags
          from taggings where project_id = $1 and is_on group by organisation_id
        ) t on true
        left join assessments v on v.project_id = p.project_id and v.kind = 'provisional' and v.lines > 0
        left join assessments f on f.project_id = p.project_id and f.kind = 'final' and f.lines > 0
        cross join lateral (select
          case when p.currency = 'EUR' and p.budget between 0.01 and 1e15 then round(p.budget, 6) end as budget_eur,
          case when p.duration_seconds > 0 then round(p.duration_seconds::numeric * p.episodes / 60, 6) end as minutes
        ) d
        cross join lateral (values
          ('effective', coalesce(f.total_ug, v.total_ug), coalesce(f.by_post, v.by_post), coalesce(f.by_department, v.by_department)),
          ('provisional', v.total_ug, v.by_post, v.by_department),
          ('final', f.total_ug, f.by_post, f.by_department)
        ) b(basis, total_ug, by_post, by_department)
        where p.project_id = $1 and not p.is_exercise and (b.basis = 'effective' or b.total_ug is not null)
          and (select count(*) from gone) >= 0 -- which is to say: after the deletion
        returning *
        ), changes as (
          select {SumKeys}, {string.Join(", ", Sums.Select(s => $"-({s.Of}) as {s.Sum}"))} from gone
          union all
          select {SumKeys}, {string.Join(", ", Sums.Select(s => s.Of))} from shown
        )
        insert into space_sums (organisation_id, basis, genre, tags, is_closed, is_measured, lane, {string.Join(", ", Sums.Select(s => s.Sum))})
        select organisation_id, basis, genre, tags, is_closed, is_measured, pg_backend_pid() % {Lanes}, {string.Join(", ", Sums.Select(s => $"sum({s.Sum})"))}
        from changes group by organisation_id, basis, genre, tags, is_closed, is_measured
        order by organisation_id, basis, genre, tags, is_closed, is_measured
        on conflict (organisation_id, basis, genre, tags, is_closed, is_measured, lane)
        do update set {string.Join(", ", Sums.Select(s => $"{s.Sum} = space_sums.{s.Sum} + excluded.{s.Sum}"))}
        """;

    private const string SumKeys = "organisation_id, basis, genre, tags, is_closed, total_ug is not null as is_measured";

    private static string Places(string array, int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"b.{array}[{i}]"));

    public override IReadOnlyList<string> Tables => ["projects", "assessments", "taggings", "space_projects", "space_sums"];

    protected override void Apply(SharedProjectEvent @event, IEvent stored, ProjectionBatch rows)
    {
        var project = stored.StreamId;
        switch (@event)
        {
            case ProjectDescribed e:
                Describe(project, e, rows);
                break;
            case AssessmentMeasured e:
                Measure(project, e, rows);
                break;
            case StructureTagged e:
                Tag(project, e.TagId, e.OrganisationId, true, rows);
                break;
            case StructureUntagged e:
                Tag(project, e.TagId, e.OrganisationId, false, rows);
                break;
            case StructureDetached e:
                Tag(project, e.TagId, e.OrganisationId, false, rows);
                break;
            case ProjectDeleted:
                rows.Run("delete from taggings where project_id = $1", project);
                rows.Run("delete from assessments where project_id = $1", project);
                rows.Run("delete from projects where project_id = $1", project);
                break;
            default:
                throw Unknown(stored);
        }

        rows.Run(Show, project, stored.Timestamp);
    }

    private static void Describe(Guid project, ProjectDescribed e, ProjectionBatch rows) => rows.Run(
        """
        insert into projects (
          project_id, owner_id, title, folded_title, genre, is_exercise, currency, budget, episodes, duration_seconds,
          start_date, delivery_date, production_days, lead_country, created_at, changed_at, finalised_on)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        on conflict (project_id) do update set
          owner_id = excluded.owner_id, title = excluded.title, folded_title = excluded.folded_title, genre = excluded.genre,
          is_exercise = excluded.is_exercise, currency = excluded.currency, budget = excluded.budget, episodes = excluded.episodes,
          duration_seconds = excluded.duration_seconds, start_date = excluded.start_date, delivery_date = excluded.delivery_date,
          production_days = excluded.production_days, lead_country = excluded.lead_country, created_at = excluded.created_at,
          changed_at = excluded.changed_at, finalised_on = excluded.finalised_on
        """,
        project,
        e.OwnerId,
        e.Title,
        Folded.Of(e.Title),
        e.EditorialGenre,
        e.IsExercise,
        e.Currency,
        SqlStatement.Typed(NpgsqlDbType.Numeric, e.Budget),
        e.Episodes,
        SqlStatement.Typed(NpgsqlDbType.Integer, e.DurationSeconds),
        SqlStatement.Typed(NpgsqlDbType.Date, e.StartDate),
        SqlStatement.Typed(NpgsqlDbType.Date, e.DeliveryDate),
        SqlStatement.Typed(NpgsqlDbType.Integer, e.ProductionDays),
        e.LeadCountry,
        e.CreatedAt,
        e.ChangedAt,
        SqlStatement.Typed(NpgsqlDbType.Date, e.FinalisedOn));

    private static void Measure(Guid project, AssessmentMeasured e, ProjectionBatch rows)
    {
        var byPost = Slots.Sum(Slots.Posts, e.Cells, c => c.Post);
        rows.Run(
            """
            insert into assessments (project_id, kind, lines, total_ug, by_post, by_department, cells, measured_at, is_frozen)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (project_id, kind) do update set
              lines = excluded.lines, total_ug = excluded.total_ug, by_post = excluded.by_post, by_department = excluded.by_department,
              cells = excluded.cells, measured_at = excluded.measured_at, is_frozen = excluded.is_frozen
            """,
            project,
            e.Kind,
            e.Lines,
            byPost.Sum(),
            byPost,
            Slots.Sum(Slots.Departments, e.Cells, c => c.Department),
            SqlStatement.Typed(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(e.Cells, EventMap.Json)),
            e.MeasuredAt,
            e.IsFrozen);
    }

    private static void Tag(Guid project, Guid tag, Guid organisation, bool isOn, ProjectionBatch rows) => rows.Run(
        """
        insert into taggings (project_id, tag_id, organisation_id, is_on) values ($1, $2, $3, $4)
        on conflict (project_id, tag_id) do update set organisation_id = excluded.organisation_id, is_on = excluded.is_on
        """,
        project,
        tag,
        organisation,
        isOn);
}
