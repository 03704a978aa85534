using System.Data;
using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.MemberSpace.Sectors;

/// <summary>
/// Finds the medians of each editorial genre over all projects of the platform (docs/decisions/0044): the final assessment, else the provisional
/// one, with a line at least; no exercises. One statement that reads one moment, on one processor, so that pages keep being served meanwhile.
/// </summary>
internal sealed class SectorComputation(ModuleLog<MemberSpaceModule> log, TimeProvider clock) : IJob
{
    /// <summary>Far beyond what a million projects take.</summary>
    private const int MostSeconds = 1800;

    private static readonly string Compute = $"""
        with measured as materialized (
          select p.project_id, p.owner_id, p.genre collate "C" as genre, m.measure collate "C" as measure, m.value
          from projects p
          left join assessments v on v.project_id = p.project_id and v.kind = 'provisional' and v.lines > 0
          left join assessments f on f.project_id = p.project_id and f.kind = 'final' and f.lines > 0
          {SharedProjectsProjection.Rate}
          {SharedProjectsProjection.Divisors}
          cross join lateral (values
            ('total', coalesce(f.total_ug, v.total_ug)::float8 / 1e9),
            ('minute', coalesce(f.total_ug, v.total_ug)::float8 / 1e9 / d.minutes::float8),
            ('euro', coalesce(f.total_ug, v.total_ug)::float8 / 1e9 / d.budget_eur::float8)
          ) m(measure, value)
          where not p.is_exercise and m.value is not null
        ), figures as (
          insert into sector_figures (genre, measure, projects, owners, first_quartile, median, third_quartile, computed_at)
          select genre, measure, projects, owners, {TwoDigits("quartiles[1]")}, {TwoDigits("quartiles[2]")}, {TwoDigits("quartiles[3]")}, $1
          from (
            select genre, measure, count(*) as projects, count(distinct owner_id) as owners, percentile_cont(array[0.25, 0.5, 0.75]) within group (order by value) as quartiles
            from measured group by genre, measure
          ) s
        )
        insert into sector_shares (organisation_id, genre, measure, projects, owners)
        select t.organisation_id, m.genre, m.measure, count(*), count(distinct m.owner_id)
        from (select distinct organisation_id, project_id from taggings) t join measured m on m.project_id = t.project_id
        group by t.organisation_id, m.genre, m.measure
        """;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        await using var batch = new NpgsqlBatch(connection, moment) { Timeout = MostSeconds };
        foreach (var setting in new[] { "max_parallel_workers_per_gather = 0", "work_mem = '64MB'", "jit = off" })
        {
            batch.BatchCommands.Add(SqlStatement.Of($"set local {setting}"));
        }

        batch.BatchCommands.Add(SqlStatement.Of("delete from sector_figures"));
        batch.BatchCommands.Add(SqlStatement.Of("delete from sector_shares"));
        batch.BatchCommands.Add(SqlStatement.Of(Compute, clock.GetUtcNow()));
        await batch.ExecuteNonQueryAsync(ct);
        await moment.CommitAsync(ct);
    }

    /// <summary>As SQL: two significant digits, so that one project more or less, between two nights, is seldom seen and never read off.</summary>
    private static string TwoDigits(string value) => $"case when {value} = 0 then 0 else round({value}::numeric, 1 - floor(log(abs({value})))::int) end";
}
