using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.Footprint.Upgrades;

/// <summary>
/// What the current catalogue would change in every open assessment of the platform, computed where the lines are. The rule of a line is
/// that of <see cref="LineUpgrade"/>, said once more in SQL; a test compares the two.
/// </summary>
internal sealed class CatalogueEffect(ModuleLog<FootprintModule> log, FactorCatalogue catalogue, FactorList factors, TimeProvider clock) : IJob
{
    public const string Job = "footprint:catalogue-effect";

    public static readonly Text Words = new("Mesurer l’effet du catalogue actuel sur les bilans ouverts", "Measure what the current catalogue would change in open assessments");

    // CREATE TABLE AS, because it is what PostgreSQL computes on several processors; it does not for INSERT.
    // A line takes the new value where the catalogue has a usable factor of its code and unit, and stays within the bound of a line.
    private const string Compute = """
        create temp table computed on commit drop as
        select l.project_id, l.kind, count(*)::int as lines,
          (count(*) filter (where l.is_older and l.new_kg <> l.kg))::int as changed,
          (count(*) filter (where l.is_older and l.new_kg is null))::int as held,
          sum(l.kg) as kg_before, sum(coalesce(l.new_kg, l.kg)) as kg_after
        from (
          select l.project_id, l.kind, l.catalogue_version <> $1 as is_older, l.kg,
            case when f.value = l.factor_value and l.kg <= $5 then l.kg when l.quantity * f.value <= $5 then l.quantity * f.value end as new_kg
          from (
            select l.project_id, l.kind, l.factor_code, l.quantity_unit, l.factor_value, l.catalogue_version, l.quantity, l.quantity * l.factor_value as kg
            from assessment_lines l
            where not exists (select from assessment_asides s where s.project_id = l.project_id and s.kind = l.kind and s.section = l.section)
            offset 0
          ) l
          join assessments a on a.project_id = l.project_id and a.kind = l.kind and not a.is_frozen
          left join unnest($2::text[], $3::text[], $4::numeric[]) f (code, unit, value) on f.code = l.factor_code and f.unit = l.quantity_unit and l.catalogue_version <> $1
        ) l
        group by l.project_id, l.kind
        """;

    private const string Keep = """
        lock table catalogue_effect in share row exclusive mode;
        delete from catalogue_effect;
        insert into catalogue_effect (project_id, kind, lines, changed, held, kg_before, kg_after)
        select project_id, kind, lines, changed, held, kg_before, kg_after from computed;
        delete from catalogue_effect_run;
        """;

    public async Task RunAsync(CancellationToken ct)
    {
        var version = await catalogue.CurrentVersionAsync(ct);
        var usable = (await factors.SearchAsync(new FactorSearch(null, OnlyUsable: true), 0, int.MaxValue, ct)).Facts;
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Its groups fit into memory up to some hundred thousand assessments; of more than that it writes what does not to files.
        await using var memory = new NpgsqlCommand("set local work_mem = '64MB'", connection, transaction);
        await memory.ExecuteNonQueryAsync(ct);
        // As long as it takes: whoever stops the job cancels.
        await using var compute = new NpgsqlCommand(Compute, connection, transaction) { CommandTimeout = 0 };
        compute.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        compute.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. usable.Select(f => f.Code)] });
        compute.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. usable.Select(f => f.QuantityUnit!)] });
        compute.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. usable.Select(f => f.Value)] });
        compute.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = LineRules.GreatestKilograms });
        await compute.ExecuteNonQueryAsync(ct);
        await using var keep = new NpgsqlCommand(Keep, connection, transaction) { CommandTimeout = 0 };
        await keep.ExecuteNonQueryAsync(ct);
        await using var run = new NpgsqlCommand("insert into catalogue_effect_run (catalogue_version, computed_at) values ($1, $2)", connection, transaction);
        run.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        run.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await run.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
