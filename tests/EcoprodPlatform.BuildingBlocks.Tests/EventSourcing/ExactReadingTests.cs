using System.Text.RegularExpressions;
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

        page.Events.Select(e => e.Sequence).ShouldBe([2]);
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

    [Fact]
    public async Task A_writer_delayed_between_its_position_and_its_row_is_waited_for()
    {
        await using var log = await LogFixture.CreateAsync();
        var (slow, fast) = (await log.AppendAsync(new Opened("slow")), await log.AppendAsync(new Opened("fast")));
        await SlowDownAsync(log, slow);
        var delayed = log.Store.Begin(Actor.System).Append(await log.Store.LoadAsync<Account>(slow, default), new Credited(1)).SaveAsync(default);
        await log.UntilAsync("select last_value = 3 from mt_events_sequence");
        await log.Store.Begin(Actor.System).Append(await log.Store.LoadAsync<Account>(fast, default), new Credited(2)).SaveAsync(default);
        delayed.IsCompleted.ShouldBeFalse();

        var page = await log.Reader.ReadAsync(2, 10, default);

        page.Events.Select(e => e.Sequence).ShouldBe([3, 4]);
        await delayed;
    }

    /// <summary>Why an append announces itself: Marten's function draws positions while it holds nothing that a reader could wait for.</summary>
    [Fact]
    public async Task An_append_past_our_door_would_be_missed()
    {
        await using var log = await LogFixture.CreateAsync();
        var (slow, fast) = (await log.AppendAsync(new Opened("slow")), await log.AppendAsync(new Opened("fast")));
        await SlowDownAsync(log, slow);
        await using var session = log.Log.Store.LightweightSession();
        session.Events.Append(slow, 2, new Credited(1));
        var delayed = session.SaveChangesAsync();
        await log.UntilAsync("select last_value = 3 from mt_events_sequence");
        await log.Store.Begin(Actor.System).Append(await log.Store.LoadAsync<Account>(fast, default), new Credited(2)).SaveAsync(default);

        (await log.Reader.ReadAsync(2, 10, default)).ShouldSatisfyAllConditions(
            p => p.Events.Select(e => e.Sequence).ShouldBe([4]),
            p => p.Through.ShouldBe(4));
        await delayed;
    }

    /// <summary>Lets Marten's append function rest for a second after it has drawn a position for one stream.</summary>
    private static async Task SlowDownAsync(LogFixture log, Guid stream)
    {
        var function = await log.ScalarAsync<string>("select pg_get_functiondef('mt_quick_append_events'::regproc)");
        var slow = Regex.Replace(function, @"seq := nextval\([^;]*;", m => $"{m.Value} if stream = '{stream}' then perform pg_sleep(1); end if;", RegexOptions.None, TimeSpan.FromSeconds(1));
        slow.ShouldNotBe(function);
        await log.ExecuteAsync(slow);
    }
}
