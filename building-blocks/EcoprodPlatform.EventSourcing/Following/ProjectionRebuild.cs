using Npgsql;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>
/// Rebuilds a projection from the first event while its old tables serve: shadow tables in a second schema are filled
/// by the same code (the search path puts them first), then swapped in together with the checkpoint. Progress stands in
/// <c>projections</c> as NAME~rebuild; a rebuild that died is begun again from nothing.
/// </summary>
public sealed class ProjectionRebuild(ModuleLog log, TimeProvider clock)
{
    private const int PageSize = 1000;
    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(1);

    /// <summary>Name under which the progress of a rebuild of <paramref name="projection"/> is stored.</summary>
    public static string CheckpointOf(string projection) => $"{projection}~rebuild";

    /// <summary>Rebuilds <paramref name="name"/>; reports how far it is as it goes.</summary>
    public async Task RunAsync(string name, IProgress<RebuildProgress>? progress, CancellationToken ct)
    {
        var projection = log.Definition.Projections.FirstOrDefault(p => p.Name == name)
            ?? throw new ArgumentException($"{log.Schema} has no projection \"{name}\". It has: {string.Join(", ", log.Definition.Projections.Select(p => p.Name))}.", nameof(name));
        var shadow = $"{log.Schema}_rebuild";
        await using var alone = await AloneAsync(name, ct);
        await using var source = NpgsqlDataSource.Create(log.ConnectionStringFor($"{shadow},{log.Schema}"));
        await PrepareAsync(source, projection, shadow, ct);
        var done = await FillAsync(source, projection, progress, ct);
        done = await SwapAsync(source, projection, shadow, done, ct);
        progress?.Report(new RebuildProgress(done, done, TimeSpan.Zero));
        log.Signal.Raise();
    }

    /// <summary>One rebuild of a projection at a time, over all hosts: the second would drop the first one's shadow tables.</summary>
    private async Task<NpgsqlConnection> AloneAsync(string name, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(log.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, $2))", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = CheckpointOf(name) });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = log.OwnerLockKey });
            return (bool)(await command.ExecuteScalarAsync(ct))! ? connection : throw new InvalidOperationException($"{name} is being rebuilt already.");
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task PrepareAsync(NpgsqlDataSource source, SqlProjection projection, string shadow, CancellationToken ct)
    {
        await source.RunAsync(ct, [
            .. projection.Tables.SelectMany(table => new[]
            {
                SqlStatement.Of($"drop table if exists {shadow}.{table}"),
                SqlStatement.Of($"create table {shadow}.{table} (like {log.Schema}.{table} including all)"),
            }),
            SqlStatement.Of(
                "insert into projections (name, status) values ($1, 'rebuilding') on conflict (name) do update set position = 0, status = 'rebuilding', error = null",
                CheckpointOf(projection.Name)),
        ]);
    }

    private async Task<long> FillAsync(NpgsqlDataSource source, SqlProjection projection, IProgress<RebuildProgress>? progress, CancellationToken ct)
    {
        var reader = new LogReader(log, clock);
        var skipped = await SkippedEvents.OfAsync(log, projection.Name, ct);
        var newest = await LogDaemon.NewestAsync(log, ct);
        var started = clock.GetTimestamp();
        var shown = TimeSpan.Zero;
        var done = 0L;
        while (await reader.ReadAsync(done, PageSize, skipped, ct) is { } page && page.Through > done)
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            await ApplyAsync(projection, page, connection, null, ct);
            done = page.Through;
            var elapsed = clock.GetElapsedTime(started);
            if (elapsed - shown > ShowEvery)
            {
                shown = elapsed;
                await ShowAsync(projection.Name, done, ct);
                progress?.Report(new RebuildProgress(done, Math.Max(newest, done), elapsed * ((double)Math.Max(newest - done, 0) / done)));
            }
        }

        return done;
    }

    private static async Task ApplyAsync(SqlProjection projection, LogPage page, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        projection.Fill(batch, page.Events);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    private Task ShowAsync(string name, long done, CancellationToken ct)
        => log.DataSource.RunAsync(ct, SqlStatement.Of("update projections set position = $2, updated_at = now() where name = $1", CheckpointOf(name), done));

    private async Task<long> SwapAsync(NpgsqlDataSource source, SqlProjection projection, string shadow, long done, CancellationToken ct)
    {
        var skipped = await SkippedEvents.OfAsync(log, projection.Name, ct);
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (projection.IsInline)
        {
            // Inline rows are written by appends: hold new ones back for the last few events, and let those under way finish.
            // Those held back may hold every connection of the module's pool: nothing here asks for one any more.
            await connection.RunAsync(transaction, ct, SqlStatement.Of("lock table mt_events in share mode"));
        }
        else
        {
            // The live follower's next batch waits for this row, finds the checkpoint moved, and goes on from the new one.
            await connection.RunAsync(transaction, ct, SqlStatement.Of("select 1 from projections where name = $1 for update", projection.Name));
        }

        var reader = new LogReader(log, clock, source);
        while (await reader.ReadAsync(done, PageSize, skipped, ct) is { } page && page.Through > done)
        {
            await ApplyAsync(projection, page, connection, transaction, ct);
            done = page.Through;
        }

        foreach (var table in projection.Tables)
        {
            await connection.RunAsync(transaction, ct, SqlStatement.Of($"drop table {log.Schema}.{table}"));
            await connection.RunAsync(transaction, ct, SqlStatement.Of($"alter table {shadow}.{table} set schema {log.Schema}"));
        }

        await connection.RunAsync(transaction, ct, SqlStatement.Of(
            """
            insert into projections (name, position, version) values ($1, $2, $3)
            on conflict (name) do update set position = $2, version = $3, status = 'running', error = null, failed_position = null, updated_at = now()
            """,
            projection.Name,
            done,
            projection.RowVersion));
        await connection.RunAsync(transaction, ct, SqlStatement.Of("delete from projections where name = $1", CheckpointOf(projection.Name)));
        await transaction.CommitAsync(ct);
        return done;
    }
}

/// <summary>How far a rebuild is.</summary>
/// <param name="Done">Position up to which events are in the new tables.</param>
/// <param name="Newest">Newest position of the log.</param>
/// <param name="Left">Time left at the speed so far.</param>
public sealed record RebuildProgress(long Done, long Newest, TimeSpan Left);
