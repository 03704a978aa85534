using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// A pure function from an event to SQL statements: it reads nothing in C#, so it can be written with the append,
/// replayed, batched and rebuilt.
/// </summary>
public abstract class SqlProjection : Projection
{
    /// <summary>
    /// Adds the statements for <paramref name="event"/>. Every event of the module is named: handled, or listed as not
    /// shown here; an unknown one throws (<see cref="Projection.Unknown"/>).
    /// </summary>
    public abstract void Apply(StoredEvent @event, ProjectionBatch rows);

    internal override Task FillAsync(NpgsqlBatch batch, NpgsqlConnection connection, IReadOnlyList<StoredEvent> events, CancellationToken ct)
    {
        var rows = new ProjectionBatch(batch);
        foreach (var @event in events)
        {
            Apply(@event, rows);
        }

        return Task.CompletedTask;
    }

    internal override IRebuildBuffer OpenBuffer(NpgsqlDataSource source) => new Statements(this, source);

    private sealed class Statements(SqlProjection projection, NpgsqlDataSource source) : IRebuildBuffer
    {
        public async Task AddAsync(IReadOnlyList<StoredEvent> events, CancellationToken ct)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            await projection.FillAsync(batch, connection, events, ct);
            if (batch.BatchCommands.Count > 0)
            {
                await batch.ExecuteNonQueryAsync(ct);
            }
        }

        public Task FlushAsync(CancellationToken ct) => Task.CompletedTask;
    }
}

/// <summary>The statements of a batch of events, in order.</summary>
public sealed class ProjectionBatch
{
    private readonly NpgsqlBatch _batch;

    internal ProjectionBatch(NpgsqlBatch batch) => _batch = batch;

    /// <summary>Adds a statement. Parameters are positional: $1, $2…</summary>
    public void Run(string sql, params object?[] arguments) => _batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
}
