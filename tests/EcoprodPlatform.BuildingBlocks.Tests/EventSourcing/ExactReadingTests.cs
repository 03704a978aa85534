using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class ExactReadingTests
{
    [Fact]
    public async Task A_slow_writers_smaller_position_is_waited_for()
    {
        await using var log = await LogFixture.CreateAsync();
        var slow = await log.AppendSlowlyAsync(log.Ids.NewId(), new Opened("slow"));
        await log.AppendAsync(new Opened("fast"));

        var reading = log.Reader.ReadAsync(0, 10, default);
        reading.IsCompleted.ShouldBeFalse();
        await slow.Transaction.CommitAsync();
        await slow.Connection.DisposeAsync();

        (await reading).Events.Select(e => ((Opened)e.Data).Owner).ShouldBe(["slow", "fast"]);
    }

    [Fact]
    public async Task A_rolled_back_append_leaves_a_hole_that_is_passed()
    {
        await using var log = await LogFixture.CreateAsync();
        var slow = await log.AppendSlowlyAsync(log.Ids.NewId(), new Opened("never"));
        await log.AppendAsync(new Opened("fast"));
        await slow.Transaction.RollbackAsync();
        await slow.Connection.DisposeAsync();

        var page = await log.Reader.ReadAsync(0, 10, default);

        page.Events.Select(e => e.Position).ShouldBe([2]);
        page.Through.ShouldBe(2);
    }

    [Fact]
    public async Task An_unrelated_write_transaction_held_open_delays_nothing()
    {
        await using var log = await LogFixture.CreateAsync();
        await log.ExecuteAsync("create table import (a int)");
        await using var connection = await log.Log.DataSource.OpenConnectionAsync();
        await using var import = await connection.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("insert into import values (1); select pg_current_xact_id()", connection, import))
        {
            await insert.ExecuteNonQueryAsync();
        }

        // A hole as well, so that the reader has to settle it while the import is still open.
        var slow = await log.AppendSlowlyAsync(log.Ids.NewId(), new Opened("never"));
        await slow.Transaction.RollbackAsync();
        await slow.Connection.DisposeAsync();
        await log.AppendAsync(new Opened("after"));

        (await log.Reader.ReadAsync(0, 10, default)).Events.Count.ShouldBe(1);
    }

    /// <summary>Slow, fast, rolled-back, conflicting and multi-stream writers, while a reader follows: every committed event once, streams in order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whatever_the_interleaving_every_committed_event_is_read_exactly_once_and_in_stream_order(int seed)
    {
        await using var log = await LogFixture.CreateAsync();
        var shared = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            shared.Add(await log.AppendAsync(new Opened($"shared {i}")));
        }

        using var stop = new CancellationTokenSource();
        var read = new List<StoredEvent>();
        var reader = Task.Run(async () =>
        {
            var after = 0L;
            while (true)
            {
                var stopping = stop.IsCancellationRequested;
                var page = await log.Reader.ReadAsync(after, 50, default);
                read.AddRange(page.Events);
                after = page.Through;
                if (page.Events.Count == 0 && stopping)
                {
                    return;
                }

                await Task.Yield();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(() => WriteAsync(log, shared, new Random((seed * 1000) + writer)))));
        await stop.CancelAsync();
        await reader;

        var committed = new List<(long Position, Guid Id)>();
        await using (var command = log.Log.DataSource.CreateCommand("select position, id from events order by position"))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                committed.Add((rows.GetInt64(0), rows.GetGuid(1)));
            }
        }

        read.Select(e => (e.Position, e.Id)).ShouldBe(committed);
        foreach (var stream in read.GroupBy(e => e.StreamId))
        {
            stream.Select(e => e.Version).ShouldBe(Enumerable.Range(1, stream.Count()).Select(v => (long)v));
        }
    }

    private static async Task WriteAsync(LogFixture log, List<Guid> shared, Random random)
    {
        for (var i = 0; i < 40; i++)
        {
            var ids = Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => random.Next(3) == 0 ? log.Ids.NewId() : shared[random.Next(shared.Count)]).Distinct().ToList();
            var work = log.Store.Begin(Actor.System);
            foreach (var id in ids)
            {
                work.Append(await log.Store.LoadAsync<Account>(id, default), Enumerable.Range(0, random.Next(1, 3)).Select(n => (object)new Credited(n)));
            }

            try
            {
                if (random.Next(3) > 0)
                {
                    await work.SaveAsync(default);
                    continue;
                }

                await using var connection = await log.Log.DataSource.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await work.SaveAsync(connection, transaction, default);
                await using (var pause = new NpgsqlCommand($"select pg_sleep({random.Next(1, 8) / 1000.0:0.000})", connection, transaction))
                {
                    await pause.ExecuteNonQueryAsync();
                }

                if (random.Next(2) == 0)
                {
                    await transaction.CommitAsync();
                }
                else
                {
                    await transaction.RollbackAsync();
                }
            }
            catch (ConcurrencyException)
            {
                // expected: several writers share the streams
            }
        }
    }
}
