using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// The catalogue in the database. Each file is loaded once, under the next version number; a file that is already there
/// is found by its hash, so starting again, or two hosts at once, changes nothing. Older versions stay: lines entered
/// with them show their source for ever.
/// </summary>
internal sealed class FactorCatalogue(ModuleLog<FootprintModule> log, FactorFile file, TimeProvider clock, ILogger<FactorCatalogue> logger)
{
    private const long ImportLock = 0x466163746F7273L;
    private volatile int _current;

    /// <summary>The version this host enters lines with: that of the file it brings.</summary>
    public async Task<int> CurrentVersionAsync(CancellationToken ct)
    {
        if (_current == 0)
        {
            // Two at once are harmless: the second finds the file's hash.
            _current = await ImportAsync(file, ct);
        }

        return _current;
    }

    /// <summary>Loads a file unless it is there already; answers its version.</summary>
    public async Task<int> ImportAsync(FactorFile file, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var alone = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction))
        {
            alone.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ImportLock });
            await alone.ExecuteNonQueryAsync(ct);
        }

        await using (var known = new NpgsqlCommand("select version from factor_catalogues where hash = $1", connection, transaction))
        {
            known.Parameters.Add(new NpgsqlParameter<string> { TypedValue = file.Hash });
            if (await known.ExecuteScalarAsync(ct) is int there)
            {
                return there;
            }
        }

        await using var insert = new NpgsqlCommand(
            """
            insert into factor_catalogues (version, hash, facts, loaded_at)
            select coalesce(max(version), 0) + 1, $1, $2, $3 from factor_catalogues
            returning version
            """, connection, transaction);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = file.Hash });
        insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = file.Facts.Count });
        insert.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        var version = (int)(await insert.ExecuteScalarAsync(ct))!;
        await CopyAsync(connection, file, version, ct);
        await transaction.CommitAsync(ct);
        logger.LogInformation("Factor catalogue version {Version}: {Facts} facts loaded", version, file.Facts.Count);
        return version;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, FactorFile file, int version, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            """
            copy factors (catalogue_version, code, name_fr, name_en, category, unit, quantity_unit, value, value_text,
              uncertainty_percent, geography, valid_year, source, source_ref, note, provenance, barrier,
              perimeter, mark, instead, source_fr, source_en, reference_fr, reference_en, remark_fr, remark_en) from stdin (format binary)
            """, ct);
        foreach (var fact in file.Facts)
        {
            await writer.StartRowAsync(ct);
            await writer.WriteAsync(version, NpgsqlDbType.Integer, ct);
            await writer.WriteAsync(fact.Code, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.NameFr, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.NameEn, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Category, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Unit, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.QuantityUnit, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Value, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(fact.ValueText, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.UncertaintyPercent, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(fact.Geography, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.ValidYear, NpgsqlDbType.Integer, ct);
            await writer.WriteAsync(fact.Found.Source, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Found.Reference, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Found.Note, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Provenance.Tag, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Barrier?.ToString(), NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Perimeter.Code, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Mark?.Code(), NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Instead, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Source.Fr, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Source.En, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Reference.Fr, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Reference.En, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Remark.Fr, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fact.Remark.En, NpgsqlDbType.Text, ct);
        }

        await writer.CompleteAsync(ct);
    }
}

/// <summary>Loads the catalogue before the first request is served: what is wrong with one of its files stops the start.</summary>
internal sealed class LoadCatalogueAtStart(FactorList factors) : IStartupTask
{
    public Task RunAsync(CancellationToken ct) => factors.SearchAsync(new FactorSearch(null), 0, 0, ct);
}
