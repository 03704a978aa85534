using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>Keeps the tables of one asynchronous projection: rows and checkpoint in one transaction and one round trip.</summary>
internal sealed class ProjectionFollower(Projection projection) : ILogFollower
{
    public string Name => projection.Name;

    public async Task TakeAsync(ModuleLog log, LogPage page, long from, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await TakeAsync(connection, null, Name, page, from, ct);
    }

    internal async Task TakeAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string checkpoint, LogPage page, long from, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Checkpoint.Move(checkpoint, from, page.Through));
        var rows = new ProjectionBatch(batch);
        foreach (var @event in page.Events)
        {
            projection.Apply(@event, rows);
        }

        await batch.ExecuteNonQueryAsync(ct);
    }
}
