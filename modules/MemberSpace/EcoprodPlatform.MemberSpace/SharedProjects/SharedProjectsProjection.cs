using System.Text.Json;
using NpgsqlTypes;

namespace EcoprodPlatform.MemberSpace.SharedProjects;

/// <summary>
/// What every space shows. Inline, so that a structure which detaches itself no longer sees the project in the very
/// transaction that says so (MS-44). Each event updates one of the small tables of facts; then the project's rows
/// of <c>space_projects</c> are written anew from them, so their content never depends on the order of events, but for <c>touched_at</c>, the moment of the last.
/// </summary>
internal sealed class SharedProjectsProjection() : SqlProjection<SharedProjectEvent>("shared-projects", version: 2)
{
    /// <summary>How many writers of one space need not wait for one another's commit.</summary>
    private const int Lanes = 16;

    /// <summary>On <c>projects p</c>: the rate <c>r</c> that its budget is converted at (T8).</summary>
    internal const string Rate = """
        left join lateral (
          select euros from currency_rates c where c.currency = p.currency and c.valid_from <= coalesce(p.start_date, (p.created_at at time zone 'Europe/Paris')::date)
          order by c.valid_from desc limit 1
        ) r on true
        """;

    /// <summary>On <c>projects p</c> and <c>r</c>: the euros and minutes <c>d</c> that a mass is divided by, null where it cannot be.</summary>
    internal const string Divisors = """
        cross join lateral (select
          case when p.budget between 0.01 and 1e15 and (p.currency = 'EUR' or r.euros is not null) then nullif(round(p.budget * coalesce(r.euros, 1), 6), 0) end as budget_eur,
          case when p.duration_seconds > 0 then round(p.duration_seconds::numeric * p.episodes / 60, 6) end as minutes
        ) d
        """;

    private static readonly string ShowOne = Show("= $1");

    /// <summary>A rate says something of every project in its currency.</summary>
    private static readonly string ShowCurrency = Show("in (select project_id from projects where currency = $1)");

    public override IReadOnlyList<string> Tables => ["projects", "assessments", "taggings", "currency_rates", "space_projects", "space_marks"];

    protected override void Apply(SharedProjectEvent @event, IEvent stored, ProjectionBatch rows)
    {
        switch (@event)
        {
            case RateGiven e:
                rows.Run(
                    """
                    insert into currency_rates (currency, valid_from, euros, source, given_at) values ($1, $2, $3, $4, $5)
                    on conflict (currency, valid_from) do update set euros = excluded.euros, source = excluded.source, given_at = excluded.given_at
                    """,
                    e.Currency, e.From, e.Euros, e.Source, stored.Timestamp);
                rows.Run(ShowCurrency, e.Currency, stored.Timestamp);
                break;
            case RateWithdrawn e:
                rows.Run("delete from currency_rates where currency = $1 and valid_from = $2", e.Currency, e.From);
                rows.Run(ShowCurrency, e.Currency, stored.Timestamp);
                break;
            default:
                Take(@event, stored, rows);
                rows.Run(ShowOne, stored.StreamId, stored.Timestamp);
                break;
        }
    }

    private void Take(SharedProjectEvent @event, IEvent stored, ProjectionBatch rows)
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
            case StructureTagAdded e:
                Tag(project, e.TagId, e.OrganisationId, true, rows, isPending: true);
                break;
            case StructureUntagged e:
                TakeOff(project, e.TagId, e.OrganisationId, rows);
                break;
            case StructureDetached e:
                TakeOff(project, e.TagId, e.OrganisationId, rows);
                break;
            case ProjectDeleted:
                rows.Run("delete from taggings where project_id = $1", project);
                rows.Run("delete from assessments where project_id = $1", project);
                rows.Run("delete from projects where project_id = $1", project);
                break;
            default:
                throw Unknown(stored);
        }
    }

    // One statement: the old rows of a project go, the new ones come, and its spaces are marked as changed.
    //
    // Quotients are rounded far below what is shown, and a budget that is no budget (a millionth of a cent) divides
    // nothing: one absurd project must not make a figure too long for a decimal, and with it the whole dashboard.
    internal static string Show(string which) => $"""
        with gone as (
          delete from space_projects where project_id {which} returning organisation_id
        ), shown as (
        insert into space_projects (
          organisation_id, basis, project_id, title, folded_title, genre, typologies, owner_id, tags, is_closed, finalised_on, created_at, changed_at, touched_at, stamp,
          has_provisional, has_final, total_ug, currency, rate, budget_eur, budget_bracket, minutes, duration_bracket, ug_per_euro, ug_per_minute, {string.Join(", ", Slots.Columns)})
        select
          t.organisation_id, b.basis, p.project_id, p.title, p.folded_title, p.genre, p.shooting_typologies, p.owner_id, t.tags,
          p.finalised_on is not null, p.finalised_on, p.created_at, greatest(p.changed_at, v.measured_at, f.measured_at), $2, pg_current_xact_id(),
          v.project_id is not null, f.project_id is not null,
          b.total_ug, p.currency, r.euros, d.budget_eur,
          coalesce({Brackets.Budgets.Sql("d.budget_eur")}, case when p.budget > 0 and p.currency <> 'EUR' and r.euros is null then '{Brackets.OtherCurrency}' else '{Brackets.NotStated}' end),
          d.minutes, coalesce({Brackets.Durations.Sql("d.minutes")}, '{Brackets.NotStated}'),
          round(b.total_ug / d.budget_eur, 6), round(b.total_ug / d.minutes, 6),
          {Places("by_post", Slots.Posts.Count)}, {Places("by_department", Slots.Departments.Count)}
        from projects p
        join (
          select project_id, organisation_id, array_agg(tag_id order by tag_id) as tags
          from taggings where project_id {which} and is_on group by project_id, organisation_id
        ) t on t.project_id = p.project_id
        left join assessments v on v.project_id = p.project_id and v.kind = 'provisional' and v.lines > 0
        left join assessments f on f.project_id = p.project_id and f.kind = 'final' and f.lines > 0
        {Rate}
        {Divisors}
        cross join lateral (values
          ('effective', coalesce(f.total_ug, v.total_ug), coalesce(f.by_post, v.by_post), coalesce(f.by_department, v.by_department)),
          ('provisional', v.total_ug, v.by_post, v.by_department),
          ('final', f.total_ug, f.by_post, f.by_department)
        ) b(basis, total_ug, by_post, by_department)
        where p.project_id {which} and not p.is_exercise and (b.basis = 'effective' or b.total_ug is not null)
          and (select count(*) from gone) >= 0 -- which is to say: after the deletion
        returning organisation_id
        )
        {Mark("select organisation_id from gone union select organisation_id from shown")}
        """;

    /// <summary>Marks spaces as changed, each on a lane of this connection; in one order, so that two writers wait for one another and never in a circle.</summary>
    internal static string Mark(string organisations) => $"""
        insert into space_marks (organisation_id, lane, mark)
        select organisation_id, pg_backend_pid() % {Lanes}, pg_current_xact_id() from ({organisations}) changed order by organisation_id
        on conflict (organisation_id, lane) do update set mark = excluded.mark
        """;

    private static string Places(string array, int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"b.{array}[{i}]"));

    private static void Describe(Guid project, ProjectDescribed e, ProjectionBatch rows) => rows.Run(
        """
        insert into projects (
          project_id, owner_id, title, folded_title, genre, is_exercise, currency, budget, episodes, duration_seconds,
          start_date, delivery_date, production_days, lead_country, created_at, changed_at, finalised_on, shooting_typologies)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        on conflict (project_id) do update set
          owner_id = excluded.owner_id, title = excluded.title, folded_title = excluded.folded_title, genre = excluded.genre,
          is_exercise = excluded.is_exercise, currency = excluded.currency, budget = excluded.budget, episodes = excluded.episodes,
          duration_seconds = excluded.duration_seconds, start_date = excluded.start_date, delivery_date = excluded.delivery_date,
          production_days = excluded.production_days, lead_country = excluded.lead_country, created_at = excluded.created_at,
          changed_at = excluded.changed_at, finalised_on = excluded.finalised_on, shooting_typologies = excluded.shooting_typologies
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
        SqlStatement.Typed(NpgsqlDbType.Date, e.FinalisedOn),
        e.ShootingTypologies);

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

    private static void Tag(Guid project, Guid tag, Guid organisation, bool isOn, ProjectionBatch rows, bool isPending = false) => rows.Run(
        """
        insert into taggings (project_id, tag_id, organisation_id, is_on, is_pending) values ($1, $2, $3, $4, $5)
        on conflict (project_id, tag_id) do update set organisation_id = excluded.organisation_id, is_on = excluded.is_on, is_pending = excluded.is_pending
        """,
        project,
        tag,
        organisation,
        isOn,
        isPending);

    /// <summary>With the last tag that the project carries go those that the structure has only just added.</summary>
    private static void TakeOff(Guid project, Guid tag, Guid organisation, ProjectionBatch rows)
    {
        Tag(project, tag, organisation, false, rows);
        rows.Run(
            """
            update taggings set is_on = false where project_id = $1 and organisation_id = $2 and is_pending
              and not exists (select 1 from taggings carried where carried.project_id = $1 and carried.organisation_id = $2 and carried.is_on and not carried.is_pending)
            """,
            project,
            organisation);
    }
}
