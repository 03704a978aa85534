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

    // CREATE TABLE AS, because it is what PostgreSQL computes on several processors; it does not for INSERT. A line takes the new value where
    // the catalogue has a usable factor of its code and unit, and the line stays within its bound. Multiplied is only what has to be.
    // The own factors of projects are not of the catalogue: nothing of theirs is gone.
    private const string Compute = $"""
        create temp table computed on commit drop as
        select l.project_id, l.kind, count(*)::int as lines,
          (count(*) filter (where f.value <> l.factor_value))::int as changed,
          (count(*) filter (where l.catalogue_version <> $1 and f.value is null and l.factor_code not like '{OwnFactor.Prefix}%'))::int as held,
          sum(l.quantity * l.factor_value) as kg_before,
          coalesce(sum(l.quantity * (f.value - l.factor_value)) filter (where f.value <> l.factor_value), 0) as kg_difference
        from assessment_lines l
        join assessments a on a.project_id = l.project_id and a.kind = l.kind and not a.is_frozen
        left join unnest($2::text[], $3::text[], $4::numeric[], $5::numeric[]) f (code, unit, value, most)
          on f.code = l.factor_code and f.unit = l.quantity_unit and l.quantity <= f.most and l.catalogue_version <> $1
        where not exists (select from assessment_asides s where s.project_id = l.project_id and s.kind = l.kind and s.section = l.section)
        group by l.project_id, l.kind
        """;

    private const string Keep = """
        lock table catalogue_effect in share row exclusive mode;
        delete from catalogue_effect;
        insert into catalogue_effect (project_id, kind, lines, changed, held, kg_before, kg_after)
        select project_id, kind, lines, changed, held, kg_before, kg_before + kg_difference from computed;
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
        compute.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. usable.Select(f => MostOf(f.Value))] });
        await compute.ExecuteNonQueryAsync(ct);
        await using var keep = new NpgsqlCommand(Keep, connection, transaction) { CommandTimeout = 0 };
        await keep.ExecuteNonQueryAsync(ct);
        await using var run = new NpgsqlCommand("insert into catalogue_effect_run (catalogue_version, computed_at) values ($1, $2)", connection, transaction);
        run.Parameters.Add(new NpgsqlParameter<int> { TypedValue = version });
        run.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        await run.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
    /// <summary>The largest quantity, to the millionth as quantities are, with which a line of this factor stays within <see cref="LineRules.GreatestKilograms"/>.</summary>
    internal static decimal MostOf(decimal value)
    {
        const decimal Step = 0.000001m;
        if (value * LineRules.GreatestQuantity <= LineRules.GreatestKilograms)
        {
            return LineRules.GreatestQuantity;
        }

        var most = decimal.Truncate(LineRules.GreatestKilograms / value / Step) * Step;
        return most * value > LineRules.GreatestKilograms ? most - Step : most;
    }
}
