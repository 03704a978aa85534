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
}
