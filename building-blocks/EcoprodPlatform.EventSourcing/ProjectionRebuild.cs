using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Rebuilds a projection from the first event while its old tables serve: shadow tables in a second schema are filled
/// by the same code (the search path puts them first), then swapped in together with the checkpoint.
/// </summary>
public sealed class ProjectionRebuild(ModuleLog log, TimeProvider clock)
{
    private const int PageSize = 1000;

    /// <summary>Rebuilds <paramref name="name"/>; reports (done, newest) positions as it goes.</summary>
    public async Task RunAsync(string name, IProgress<(long Done, long Newest)>? progress, CancellationToken ct)
    {
        var projection = log.Definition.Projections.FirstOrDefault(p => p.Name == name)
            ?? throw new ArgumentException($"{log.Schema} has no projection \"{name}\". It has: {string.Join(", ", log.Definition.Projections.Select(p => p.Name))}.", nameof(name));
        var follower = new ProjectionFollower(projection);
        var shadow = $"{log.Schema}_rebuild";
        var checkpoint = $"{name}~rebuild";
        await using var source = NpgsqlDataSource.Create(log.ConnectionStringFor($"{shadow},{log.Schema}"));
        await PrepareAsync(source, projection, shadow, checkpoint, ct);

        var reader = new LogReader(log, clock);
        var done = 0L;
        var newest = await LogDaemon.NewestAsync(log, ct);
        while (true)
        {
            var page = await reader.ReadAsync(done, PageSize, ct);
            if (page.Events.Count == 0)
            {
                break;
            }

            await using var connection = await source.OpenConnectionAsync(ct);
            await follower.TakeAsync(connection, null, checkpoint, page, done, ct);
            done = page.Through;
            newest = Math.Max(newest, done);
            progress?.Report((done, newest));
        }

        done = await SwapAsync(source, follower, projection, shadow, checkpoint, done, ct);
        progress?.Report((done, done));
        log.Signal.Raise();
    }

    private async Task PrepareAsync(NpgsqlDataSource source, Projection projection, string shadow, string checkpoint, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var table in projection.Tables)
        {
            batch.BatchCommands.Add(SqlStatement.Of($"drop table if exists {shadow}.{table}"));
            batch.BatchCommands.Add(SqlStatement.Of($"create table {shadow}.{table} (like {log.Schema}.{table} including all)"));
        }

        batch.BatchCommands.Add(SqlStatement.Of(
            "insert into projections (name, status) values ($1, 'rebuilding') on conflict (name) do update set position = 0, status = 'rebuilding', error = null",
            checkpoint));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> SwapAsync(
        NpgsqlDataSource source, ProjectionFollower follower, Projection projection, string shadow, string checkpoint, long done, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (projection.IsInline)
        {
            // Inline rows are written by appends: hold new ones back for the last few events, and let those under way finish.
            await ExecuteAsync(connection, transaction, SqlStatement.Of("lock table events in share mode"), ct);
        }
        else
        {
            // The live follower's next batch waits for this row, finds the checkpoint moved, and goes on from the new one.
            await ExecuteAsync(connection, transaction, SqlStatement.Of("select 1 from projections where name = $1 for update", projection.Name), ct);
        }

        var reader = new LogReader(log, clock);
        while (true)
        {
            var page = await reader.ReadAsync(done, PageSize, ct);
            if (page.Events.Count == 0)
            {
                break;
            }

            await follower.TakeAsync(connection, transaction, checkpoint, page, done, ct);
            done = page.Through;
        }

        foreach (var table in projection.Tables)
        {
            await ExecuteAsync(connection, transaction, SqlStatement.Of($"drop table {log.Schema}.{table}"), ct);
            await ExecuteAsync(connection, transaction, SqlStatement.Of($"alter table {shadow}.{table} set schema {log.Schema}"), ct);
        }

        await ExecuteAsync(connection, transaction, SqlStatement.Of(
            """
            insert into projections (name, position) values ($1, $2)
            on conflict (name) do update set position = $2, status = 'running', error = null, updated_at = now()
            """,
            projection.Name,
            done), ct);
        await ExecuteAsync(connection, transaction, SqlStatement.Of("delete from projections where name = $1", checkpoint), ct);
        await transaction.CommitAsync(ct);
        return done;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, NpgsqlBatchCommand statement, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
