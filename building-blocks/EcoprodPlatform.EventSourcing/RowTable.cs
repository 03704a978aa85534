using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// A table with one row per <typeparamref name="TRow"/>, declared column by column, and the four ways its rows travel: read
/// by key, written as a set, deleted as a set, copied into an empty table. Names are constants of the declaring code.
/// </summary>
/// <param name="name">Table, without schema.</param>
/// <param name="key">Its primary key, a uuid.</param>
/// <param name="read">Makes a row of a reader that stands on it: the key is column 0, the others follow as declared.</param>
public sealed class RowTable<TRow>(string name, string key, Func<NpgsqlDataReader, TRow> read)
    where TRow : class
{
    private readonly List<Column> _columns = [];
    private string? _upsert;

    public string Name { get; } = name;

    /// <summary>Declares the next column.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="value">Its value in a row; null is written as null.</param>
    public RowTable<TRow> With<T>(string column, NpgsqlDbType type, Func<TRow, T> value)
    {
        _columns.Add(new Column<T>(column, type, value));
        return this;
    }

    internal async Task LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, IReadOnlyCollection<Guid> keys, Action<Guid, TRow> found, CancellationToken ct)
    {
#pragma warning disable CA2100 // names are constants of the declaring code
        await using var command = new NpgsqlCommand($"select {AllColumns} from {Name} where {key} = any($1)", connection, transaction);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. keys] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found(reader.GetGuid(0), read(reader));
        }
    }

    /// <summary>One statement for the rows that are there, one for those that are gone.</summary>
    internal void AddWrites(NpgsqlBatch batch, Dictionary<Guid, TRow?> rows)
    {
        var written = rows.Where(r => r.Value is not null).Select(r => KeyValuePair.Create(r.Key, r.Value!)).ToArray();
        if (written.Length > 0)
        {
            var upsert = new NpgsqlBatchCommand(_upsert ??= Upsert());
            upsert.Parameters.Add(SqlStatement.Array(NpgsqlDbType.Uuid, Array.ConvertAll(written, r => r.Key)));
            var values = Array.ConvertAll(written, r => r.Value);
            _columns.ForEach(c => upsert.Parameters.Add(c.Parameter(values)));
            batch.BatchCommands.Add(upsert);
        }

        var gone = rows.Where(r => r.Value is null).Select(r => r.Key).ToArray();
        if (gone.Length > 0)
        {
            batch.BatchCommands.Add(SqlStatement.Of($"delete from {Name} where {key} = any($1)", gone));
        }
    }

    internal async Task CopyAsync(NpgsqlConnection connection, Dictionary<Guid, TRow?> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {Name} ({AllColumns}) from stdin (format binary)", ct);
        foreach (var (id, row) in rows)
        {
            if (row is not null)
            {
                await copy.StartRowAsync(ct);
                await copy.WriteAsync(id, NpgsqlDbType.Uuid, ct);
                foreach (var column in _columns)
                {
                    await column.WriteAsync(copy, row, ct);
                }
            }
        }

        await copy.CompleteAsync(ct);
    }

    private string AllColumns => string.Join(", ", _columns.Select(c => c.Name).Prepend(key));

    private string Upsert() => $"""
        insert into {Name} ({AllColumns})
        select * from unnest({string.Join(", ", Enumerable.Range(1, _columns.Count + 1).Select(n => $"${n}"))})
        on conflict ({key}) do update set {string.Join(", ", _columns.Select(c => $"{c.Name} = excluded.{c.Name}"))}
        """;

    private abstract class Column(string name)
    {
        public string Name { get; } = name;

        public abstract NpgsqlParameter Parameter(TRow[] rows);

        public abstract Task WriteAsync(NpgsqlBinaryImporter copy, TRow row, CancellationToken ct);
    }

    private sealed class Column<T>(string name, NpgsqlDbType type, Func<TRow, T> value) : Column(name)
    {
        public override NpgsqlParameter Parameter(TRow[] rows) => SqlStatement.Array(type, Array.ConvertAll(rows, row => value(row)));

        public override Task WriteAsync(NpgsqlBinaryImporter copy, TRow row, CancellationToken ct)
            => value(row) is { } present ? copy.WriteAsync(present, type, ct) : copy.WriteNullAsync(ct);
    }
}
