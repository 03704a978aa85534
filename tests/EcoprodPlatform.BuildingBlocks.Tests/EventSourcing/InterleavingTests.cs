using System.Globalization;
using EcoprodPlatform.Kernel;
using JasperFx.Events;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

/// <summary>
/// Sixteen writers on shared and own streams: pauses before the commit, rollbacks, conflicts, units of work over several
/// streams, connections killed in mid-transaction; three readers and a projection follow meanwhile. 50 seeds, more than
/// 100,000 events; <c>ECOPROD_TEST_SEEDS</c> asks for more.
/// </summary>
public sealed class InterleavingTests
{
    private const int Groups = 5;
    private const int Writers = 16;
    private const int WorksOfAWriter = 32;

    private static int SeedsOfAGroup => int.Parse(Environment.GetEnvironmentVariable("ECOPROD_TEST_SEEDS") ?? "50", CultureInfo.InvariantCulture) / Groups;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_the_interleaving_every_committed_event_is_delivered_exactly_once_and_in_stream_order(int group)
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await log.StartDaemonAsync();
        var after = 0L;
        for (var seed = group * SeedsOfAGroup; seed < (group + 1) * SeedsOfAGroup; seed++)
        {
            after = await RunAsync(log, seed, after);
        }

        await daemon.CaughtUpAsync(default);
        (await log.ScalarAsync<decimal>("select sum(cents) from balances")).ShouldBe(
            await log.ScalarAsync<decimal>("select sum((data->>'cents')::numeric) from mt_events where type = 'credited.v2'"));
        (await log.ScalarAsync<long>("select count(*) from mt_events where type <> 'tombstone'")).ShouldBeGreaterThan(2000 * SeedsOfAGroup);
        await daemon.StopAsync(default);
    }

    private static async Task<long> RunAsync(LogFixture log, int seed, long after)
    {
        var shared = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            shared.Add(await log.AppendAsync(new Opened($"shared {i}")));
        }

        using var stop = new CancellationTokenSource();
        var readers = new[] { 7, 50, 500 }.Select(page => Task.Run(() => ReadAsync(log, after, page, stop.Token))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(log, shared, new Random((seed * 1000) + writer)))));
        await stop.CancelAsync();
        var read = await Task.WhenAll(readers);

        var committed = new List<(long Position, Guid Id)>();
        await using (var command = log.Log.DataSource.CreateCommand("select seq_id, id from mt_events where seq_id > $1 and type <> 'tombstone' order by seq_id"))
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                committed.Add((rows.GetInt64(0), rows.GetGuid(1)));
            }
        }

        foreach (var events in read)
        {
            events.Select(e => (e.Sequence, e.Id)).SequenceEqual(committed).ShouldBeTrue($"seed {seed}: {events.Count} read, {committed.Count} committed");
            foreach (var stream in events.GroupBy(e => e.StreamId))
            {
                stream.Select(e => e.Version).SequenceEqual(Enumerable.Range(1, stream.Count()).Select(v => (long)v)).ShouldBeTrue($"seed {seed}: stream {stream.Key} out of order");
            }
        }

        return committed[^1].Position;
    }

    private static async Task<List<IEvent>> ReadAsync(LogFixture log, long after, int size, CancellationToken stop)
    {
        var read = new List<IEvent>();
        while (true)
        {
            var stopping = stop.IsCancellationRequested;
            var seen = log.Log.Signal.Count;
            var page = await log.Reader.ReadAsync(after, size, default);
            read.AddRange(page.Events);
            if (page.Through == after && stopping)
            {
                return read;
            }

            if (page.Through == after)
            {
                // As a follower does; it must not take the processor from the writers by asking and asking.
                await log.Log.Signal.WaitAsync(seen, TimeSpan.FromMilliseconds(20), TimeProvider.System, default);
            }

            after = page.Through;
        }
    }

    private static async Task WriteAsync(LogFixture log, List<Guid> shared, Random random)
    {
        for (var i = 0; i < WorksOfAWriter; i++)
        {
            try
            {
                await WriteOnceAsync(log, shared, random);
            }
            catch (ConcurrencyException)
            {
                // expected: several writers share the streams
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not (PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.DeadlockDetected) })
            {
                // killed in mid-transaction, on purpose
            }
        }
    }

    private static async Task WriteOnceAsync(LogFixture log, List<Guid> shared, Random random)
    {
        var work = log.Store.Begin(Actor.System);
        foreach (var id in Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(2) == 0 ? log.Ids.NewId() : shared[random.Next(shared.Count)]).Distinct().ToList())
        {
            var stream = await log.Store.LoadAsync<Account>(id, default);
            var events = Enumerable.Range(0, random.Next(1, 12)).Select(n => (object)new Credited(n));
            work.Append(stream, stream.Exists ? events : events.Prepend(new Opened("own")));
        }

        if (random.Next(4) > 0)
        {
            await work.SaveAsync(default);
            return;
        }

        var end = random.Next(8);
        // One that is killed is not of the pool: the driver empties a pool that lost a connection, and all others would spend the
        // test's time on making theirs anew.
        await using var connection = end == 0
            ? new NpgsqlConnection(new NpgsqlConnectionStringBuilder(log.Log.ConnectionString) { Pooling = false }.ConnectionString)
            : log.Log.DataSource.CreateConnection();
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await work.SaveAsync(transaction, default);
        var pause = string.Create(CultureInfo.InvariantCulture, $"select pg_sleep({random.Next(1, 8) / 1000.0:0.000})");
        await using (var last = new NpgsqlCommand(end == 0 ? $"{pause}; set local role none; select pg_terminate_backend(pg_backend_pid())" : pause, connection, transaction))
        {
            await last.ExecuteNonQueryAsync();
        }

        if (end < 4)
        {
            await transaction.RollbackAsync();
        }
        else
        {
            await transaction.CommitAsync();
            log.Log.Signal.Raise();
        }
    }
}
