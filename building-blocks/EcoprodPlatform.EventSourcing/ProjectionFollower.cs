using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>Keeps the tables of one asynchronous projection: rows and checkpoint in one transaction.</summary>
internal sealed class ProjectionFollower(Projection projection) : ILogFollower
{
    public string Name => projection.Name;

    public int Version => projection.Version;

    public async Task TakeAsync(ModuleLog log, LogPage page, long from, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Checkpoint.Move(Name, from, page.Through));
        await projection.FillAsync(batch, connection, page.Events, ct);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
