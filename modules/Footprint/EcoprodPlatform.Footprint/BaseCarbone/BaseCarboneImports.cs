namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>The imports in the database: reads them, takes one in, puts one in force.</summary>
internal sealed class BaseCarboneImports(ModuleLog<FootprintModule> log, IdSource ids, TimeProvider clock)
{
    /// <summary>What a page or an answer lists; the rest is counted.</summary>
    public const int MostListed = 200;

    /// <summary>One import is taken in or decided on at a time, over all hosts.</summary>
    private const long Lock = 0x42617365436172L;

    /// <summary>
    /// Import $1 against import $2, a row a factor. Of several elements with one id the valid one counts, of several archived ones the first.
    /// A value is compared as a number: 0,10 is 0,1.
    /// </summary>
    private const string Compared = """
        with after as (
          select distinct on (element_id) * from base_carbone_element where import_id = $1 and not is_source
          order by element_id, status not in ('generic', 'specific'), record_number),
        before as (
          select distinct on (element_id) * from base_carbone_element where import_id = $2 and not is_source
          order by element_id, status not in ('generic', 'specific'), record_number),
        compared as (
          select coalesce(a.element_id, b.element_id) as element_id, coalesce(a.name_fr, b.name_fr) as name_fr, coalesce(a.name_en, b.name_en) as name_en,
            coalesce(a.unit, b.unit) as unit, b.value as old_value, a.value as new_value,
            case
              when b.element_id is null then 'new'
              when a.element_id is null then 'gone'
              when a.status = 'archived' and b.status <> 'archived' then 'archived'
              when a.value <> b.value then 'value'
              when (a.name_fr, a.name_en, a.unit, a.place, a.category, a.status, a.uncertainty_percent, a.quality, a.perimeter, a.validity)
                is distinct from (b.name_fr, b.name_en, b.unit, b.place, b.category, b.status, b.uncertainty_percent, b.quality, b.perimeter, b.validity) then 'other'
              else 'unchanged'
            end as kind
          from after a full join before b on b.element_id = a.element_id)

        """;

    private const string InOrder = "array_position(array['value', 'other', 'archived', 'gone', 'new'], kind), element_id";

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<BaseCarboneImport>> ListAsync(int offset, int limit, CancellationToken ct)
        => log.ListAsync($"select {BaseCarboneImport.Columns} from base_carbone_import order by received_at desc, id desc offset $1 limit $2", BaseCarboneImport.Read, ct, offset, limit);

    public async Task<int> CountAsync(CancellationToken ct) => (int)(await log.ListAsync("select count(*) from base_carbone_import", r => r.GetInt64(0), ct))[0];

    /// <summary>The import that waits for its confirmation; null when none does.</summary>
    public Task<BaseCarboneImport?> FindWaitingAsync(CancellationToken ct)
        => log.FindAsync($"select {BaseCarboneImport.Columns} from base_carbone_import where state = 'waiting'", BaseCarboneImport.Read, ct);

    /// <exception cref="RuleBrokenException"><c>footprint.unknown-base-carbone-import</c></exception>
    public async Task<BaseCarboneImport> GetAsync(BaseCarboneImportId id, CancellationToken ct)
        => await log.FindAsync($"select {BaseCarboneImport.Columns} from base_carbone_import where id = $1", BaseCarboneImport.Read, ct, id) ?? throw Unknown();

    public async Task<BaseCarbonePreview> PreviewAsync(BaseCarboneImport import, CancellationToken ct)
        => new(import, await ChangesAsync(import, kind: null, 0, MostListed, ct), await RefusalsAsync(import, ct));

    /// <summary>What it changes, or changed when it was confirmed; nothing of one that was given up.</summary>
    /// <param name="import">The import.</param>
    /// <param name="kind">One kind of change; null for all.</param>
    /// <param name="offset">How many are left out before.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<IReadOnlyList<BaseCarboneChange>> ChangesAsync(BaseCarboneImport import, string? kind, int offset, int limit, CancellationToken ct)
        => import.State == BaseCarboneImport.Cancelled ? [] : await log.ListAsync(
            $"""
            {Compared}
            select element_id, kind, name_fr, name_en, unit, old_value, new_value from compared
            where kind <> 'unchanged' and ($3 = '' or kind = $3) order by {InOrder} offset $4 limit $5
            """,
            BaseCarboneChange.Read, ct, import.Id, BaseOf(import), kind ?? "", offset, limit);

    /// <summary>The first records that are left out.</summary>
    public Task<IReadOnlyList<BaseCarboneRefusal>> RefusalsAsync(BaseCarboneImport import, CancellationToken ct)
        => log.ListAsync(
            "select number, fault_fr, fault_en from base_carbone_record where import_id = $1 and fault_fr is not null order by number limit $2",
            r => new BaseCarboneRefusal(r.GetInt32(0), r.GetString(1), r.GetString(2)), ct, import.Id, MostListed);

    /// <summary>Takes a file in, to be confirmed: all of it in one transaction. Nothing that is in force changes.</summary>
    /// <returns>The import, and whether the same file was there already, waiting or in force: then nothing was written.</returns>
    /// <exception cref="RuleBrokenException"><c>footprint.base-carbone-waiting</c>: another file waits.</exception>
    public async Task<(BaseCarboneImportId Id, bool WasThere)> TakeInAsync(BaseCarboneFile file, Stream content, string name, string? version, Actor by, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, ct, SqlStatement.Of("select pg_advisory_xact_lock($1)", Lock));
        var open = await ListAsync(connection, r => (Id: r.GetGuid(0), State: r.GetString(1), Sha256: r.GetFieldValue<byte[]>(2)),
            SqlStatement.Of("select id, state, sha256 from base_carbone_import where state in ('waiting', 'current')"), ct);
        if (open.FirstOrDefault(o => o.Sha256.AsSpan().SequenceEqual(file.Text.Sha256)) is { Sha256: not null } same)
        {
            return (new BaseCarboneImportId(same.Id), true);
        }

        if (open.Any(o => o.State == BaseCarboneImport.Waiting))
        {
            throw RuleBrokenException.Conflict("footprint.base-carbone-waiting", new(
                "Un autre fichier attend déjà d’être confirmé ou abandonné. Décidez d’abord de celui-là.",
                "Another file already waits to be confirmed or given up. Decide on that one first."));
        }

        Guid? current = open is [var there] ? there.Id : null;
        var units = await ListAsync(connection, r => KeyValuePair.Create(r.GetString(0), r.GetString(1)), SqlStatement.Of(
            "select element_id, unit from base_carbone_element where import_id = $1 and not is_source and status in ('generic', 'specific')", current ?? Guid.Empty), ct);
        file = file.RefuseOtherUnits(units.ToDictionary(StringComparer.Ordinal));
        var id = new BaseCarboneImportId(ids.NewId());
        await WriteAsync(connection, id, current, file, content, name, version, by, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        return (id, false);
    }

    /// <summary>Decides on an import that waits: from one transaction to the next it is in force, or given up with its rows.</summary>
    /// <returns>False when the same person has decided so already: a second click.</returns>
    /// <exception cref="RuleBrokenException"><c>footprint.unknown-base-carbone-import</c>, <c>footprint.base-carbone-decided</c></exception>
    public async Task<bool> DecideAsync(BaseCarboneImportId id, bool confirm, Actor by, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, ct, SqlStatement.Of("select pg_advisory_xact_lock($1)", Lock));
        var (state, decidedBy) = await ListAsync(connection, r => (r.GetString(0), r.ValueOrNull<Guid>(1)), SqlStatement.Of("select state, decided_by from base_carbone_import where id = $1", id), ct)
            is [var found] ? found : throw Unknown();
        if (state != BaseCarboneImport.Waiting)
        {
            return decidedBy == by.Id.Value && state == (confirm ? BaseCarboneImport.Current : BaseCarboneImport.Cancelled) ? false : throw Decided(state);
        }

        if (confirm)
        {
            await RunAsync(
                connection, ct,
                SqlStatement.Of("update base_carbone_import set state = 'replaced' where state = 'current'"),
                SqlStatement.Of("update base_carbone_import set state = 'current', decided_at = $2, decided_by = $3 where id = $1", id, clock.GetUtcNow(), by.Id));
        }
        else
        {
            await RunAsync(
                connection, ct,
                SqlStatement.Of("delete from base_carbone_element where import_id = $1", id),
                SqlStatement.Of("delete from base_carbone_record where import_id = $1", id),
                SqlStatement.Of("update base_carbone_import set state = 'cancelled', decided_at = $2, decided_by = $3 where id = $1", id, clock.GetUtcNow(), by.Id));
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, BaseCarboneImportId id, Guid? current, BaseCarboneFile file, Stream content, string name, string? version, Actor by, DateTimeOffset now, CancellationToken ct)
    {
        await RunAsync(connection, ct, SqlStatement.Of(
            """
            insert into base_carbone_import (id, file_name, version, sha256, size, state, base_id, received_at, received_by, header, records, factors, archived, sources, refused, left_out)
            values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            id, name, SqlStatement.Typed(NpgsqlDbType.Text, version), file.Text.Sha256, content.Length, SqlStatement.Typed(NpgsqlDbType.Uuid, current), now, by.Id, file.Columns.Header.ToArray(),
            file.Records, file.Elements.Count(e => !e.IsSource && e.Status.IsValid()), file.Elements.Count(e => !e.IsSource && !e.Status.IsValid()), file.Elements.Count(e => e.IsSource),
            file.Faults.Count, file.LeftOut));
        await CopyElementsAsync(connection, id, file, ct);
        await CopyRecordsAsync(connection, id, file, content, ct);
        await RunAsync(
            connection, ct,
            SqlStatement.Of("analyze base_carbone_element"),
            SqlStatement.Of(
                $"""
                {Compared}, counted as (select kind, count(*)::int as n from compared group by kind)
                update base_carbone_import set
                  added = coalesce((select n from counted where kind = 'new'), 0),
                  value_changed = coalesce((select n from counted where kind = 'value'), 0),
                  otherwise_changed = coalesce((select n from counted where kind = 'other'), 0),
                  newly_archived = coalesce((select n from counted where kind = 'archived'), 0),
                  gone = coalesce((select n from counted where kind = 'gone'), 0),
                  unchanged = coalesce((select n from counted where kind = 'unchanged'), 0)
                where id = $1
                """,
                id, current ?? Guid.Empty));
    }

    private static async Task CopyElementsAsync(NpgsqlConnection connection, BaseCarboneImportId id, BaseCarboneFile file, CancellationToken ct)
    {
        await using var writer = await connection.BeginBinaryImportAsync(
            """
            copy base_carbone_element (import_id, record_number, element_id, status, is_source, name_fr, name_en, unit, value, without_contrails, category, place,
              uncertainty_percent, quality, is_quality_derived, perimeter, posts, modified_on, validity, valid_until, source) from stdin (format binary)
            """, ct);
        foreach (var element in file.Elements)
        {
            await writer.StartRowAsync(ct);
            await writer.WriteAsync(id.Value, NpgsqlDbType.Uuid, ct);
            await writer.WriteAsync(element.Record, NpgsqlDbType.Integer, ct);
            await writer.WriteAsync(element.Id!, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.Status.Code(), NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.IsSource, NpgsqlDbType.Boolean, ct);
            await writer.WriteAsync(element.Name.Fr, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.Name.En, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.Unit, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.Value, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(element.WithoutContrails, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(element.Category, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.Place, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.UncertaintyPercent, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(element.Quality, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(element.IsQualityDerived, NpgsqlDbType.Boolean, ct);
            await writer.WriteAsync(element.Perimeter.Code, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.Posts, NpgsqlDbType.Integer, ct);
            await writer.WriteAsync(element.ModifiedOn, NpgsqlDbType.Date, ct);
            await writer.WriteAsync(element.Validity, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(element.ValidUntil, NpgsqlDbType.Date, ct);
            await writer.WriteAsync(element.Source, NpgsqlDbType.Text, ct);
        }

        await writer.CompleteAsync(ct);
    }

    private static async Task CopyRecordsAsync(NpgsqlConnection connection, BaseCarboneImportId id, BaseCarboneFile file, Stream content, CancellationToken ct)
    {
        var faults = file.Faults.ToDictionary(f => f.Record, f => f.Why);
        await using var writer = await connection.BeginBinaryImportAsync(
            "copy base_carbone_record (import_id, number, element_id, is_post, post_type, value, gases, biogenic_co2, fault_fr, fault_en, fields) from stdin (format binary)", ct);
        foreach (var (record, fields) in file.ReadRecords(content))
        {
            Text? fault = faults.TryGetValue(record.Number, out var why) ? why : null;
            await writer.StartRowAsync(ct);
            await writer.WriteAsync(id.Value, NpgsqlDbType.Uuid, ct);
            await writer.WriteAsync(record.Number, NpgsqlDbType.Integer, ct);
            await writer.WriteAsync(record.Id, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(record.IsPost, NpgsqlDbType.Boolean, ct);
            await writer.WriteAsync(record.PostType, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(record.Value, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(record.Gases, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(record.BiogenicCo2, NpgsqlDbType.Numeric, ct);
            await writer.WriteAsync(fault?.Fr, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fault?.En, NpgsqlDbType.Text, ct);
            await writer.WriteAsync(fields, NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
        }

        await writer.CompleteAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, CancellationToken ct, params NpgsqlBatchCommand[] statements)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }

    private static async Task<IReadOnlyList<T>> ListAsync<T>(NpgsqlConnection connection, Func<NpgsqlDataReader, T> read, NpgsqlBatchCommand statement, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(statement);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.RowsAsync(read, ct);
    }

    /// <summary>What it came after; nothing has an empty id.</summary>
    private static Guid BaseOf(BaseCarboneImport import) => import.BaseId ?? Guid.Empty;

    private static RuleBrokenException Unknown() => RuleBrokenException.NotFound("footprint.unknown-base-carbone-import", new("Cet import n’existe pas.", "This import does not exist."));

    private static RuleBrokenException Decided(string state) => RuleBrokenException.Conflict("footprint.base-carbone-decided", state == BaseCarboneImport.Cancelled
        ? new("Cet import a été abandonné entre-temps. Rien n’a changé.", "This import was given up meanwhile. Nothing changed.")
        : new("Cet import a été confirmé entre-temps par une autre personne de l’équipe. Rien d’autre n’a changé.", "This import was confirmed meanwhile by somebody else of the team. Nothing else changed."));
}
