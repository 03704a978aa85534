using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Jobs;
using Npgsql;

namespace EcoprodPlatform.Documents;

/// <summary>Erases files that were received and that nothing has kept for a day: the command that wanted them was refused or cut off.</summary>
internal sealed class DocumentSweeper(IEnumerable<ModuleLog> logs, TimeProvider clock) : IJob
{
    /// <summary>A file has up to a hundred parts, which go with it.</summary>
    private const int Batch = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var log in logs)
        {
            while (await SweepAsync(log, ct) == Batch)
            {
                ct.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<int> SweepAsync(ModuleLog log, CancellationToken ct)
    {
        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(
            "delete from document where not kept and id in (select id from document where not kept and received_at < $1 order by received_at limit $2)",
            clock.GetUtcNow() - Patience,
            Batch));
        return await batch.ExecuteNonQueryAsync(ct);
    }
}
