using Npgsql;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>Keeps the tables of one asynchronous projection: rows and checkpoint in one transaction.</summary>
internal sealed class ProjectionFollower(SqlProjection projection) : ILogFollower
{
    public string Name => projection.Name;

    public int Version => projection.RowVersion;

    public async Task TakeAsync(ModuleLog log, LogPage page, long from, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Checkpoint.Move(Name, from, page.Through));
        projection.Fill(batch, page.Events);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
