using System.Runtime.InteropServices;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// One row per key, folded from the events of that key: of one stream, or of many streams grouped. Asynchronous. A page of
/// events costs one read of the rows it touches and one statement that writes them, however many events it has; a rebuild
/// folds in memory and copies.
/// </summary>
/// <typeparam name="TRow">The row, immutable.</typeparam>
public abstract class RowProjection<TRow> : Projection
    where TRow : class
{
    /// <summary>Rows that a rebuild holds in memory before it writes them and begins anew.</summary>
    internal int RowsInMemory { get; init; } = 100_000;

    /// <summary>The table, its key and its columns.</summary>
    protected abstract RowTable<TRow> Table { get; }

    public sealed override IReadOnlyList<string> Tables => [Table.Name];

    public sealed override bool IsInline => false;

    /// <summary>Whether <see cref="KeyOf"/> or <see cref="Fold"/> look at <see cref="StoredEvent.Metadata"/>; a rebuild that need not read it costs a sixth less.</summary>
    protected virtual bool ReadsMetadata => true;

    internal sealed override bool WantsMetadata => ReadsMetadata;

    /// <summary>The key of the row that shows <paramref name="event"/>; null where it is not shown. An unknown event throws (<see cref="Projection.Unknown"/>).</summary>
    protected abstract Guid? KeyOf(StoredEvent @event);

    /// <summary>The row after <paramref name="event"/>; null when there is none (any more).</summary>
    /// <param name="row">The row before; null when there was none.</param>
    /// <param name="event">The next event of this key.</param>
    protected abstract TRow? Fold(TRow? row, StoredEvent @event);

    internal override async Task FillAsync(NpgsqlBatch batch, NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken ct)
    {
        var rows = new Dictionary<Guid, TRow?>();
        await LoadAsync(connection, batch.Transaction, rows, events, ct);
        FoldAll(rows, events);
        Table.AddWrites(batch, rows);
    }

    internal override IRebuildBuffer OpenBuffer(NpgsqlDataSource source) => new Buffer(this, source);

    private async Task LoadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, Dictionary<Guid, TRow?> rows, IReadOnlyList<StoredEvent> events, CancellationToken ct)
    {
        var missing = new HashSet<Guid>();
        foreach (var @event in events)
        {
            if (KeyOf(@event) is { } key && !rows.ContainsKey(key))
            {
                missing.Add(key);
            }
        }

        if (missing.Count == 0)
        {
            return;
        }

        foreach (var key in missing)
        {
            rows[key] = null;
        }

        await Table.LoadAsync(connection, transaction, missing, (key, row) => rows[key] = row, ct);
    }

    private void FoldAll(Dictionary<Guid, TRow?> rows, IReadOnlyList<StoredEvent> events)
    {
        foreach (var @event in events)
        {
            if (KeyOf(@event) is { } key)
            {
                ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out _);
                row = Fold(row, @event);
            }
        }
    }

    /// <summary>Folds in memory; copies while the table is still empty, writes set by set once it is not.</summary>
    private sealed class Buffer(RowProjection<TRow> projection, NpgsqlDataSource source) : IRebuildBuffer
    {
        private readonly Dictionary<Guid, TRow?> _rows = [];
        private bool _tableHasRows;

        public async Task AddAsync(IReadOnlyList<StoredEvent> events, CancellationToken ct)
        {
            if (_tableHasRows)
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                await projection.LoadAsync(connection, null, _rows, events, ct);
            }

            projection.FoldAll(_rows, events);
            if (_rows.Count > projection.RowsInMemory)
            {
                await FlushAsync(ct);
            }
        }

        public async Task FlushAsync(CancellationToken ct)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            if (_tableHasRows)
            {
                await using var batch = new NpgsqlBatch(connection);
                projection.Table.AddWrites(batch, _rows);
                if (batch.BatchCommands.Count > 0)
                {
                    await batch.ExecuteNonQueryAsync(ct);
                }
            }
            else
            {
                await projection.Table.CopyAsync(connection, _rows, ct);
                _tableHasRows = true;
            }

            _rows.Clear();
        }
    }
}
