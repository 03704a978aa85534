using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class ProjectingTests
{
    [Fact]
    public async Task An_asynchronous_projection_follows_the_log()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await StartAsync(log);

        await log.AppendAsync(new Opened("Camille"), new Credited(7));
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(7);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task An_inline_projection_is_there_when_the_append_answers()
    {
        await using var log = await LogFixture.CreateAsync(new Balances(inline: true));
        await log.ExecuteAsync(Balances.Table);

        await log.AppendAsync(new Opened("Camille"), new Credited(7));

        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(7);
    }

    [Fact]
    public async Task A_host_that_lost_its_checkpoint_applies_nothing()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        await log.AppendAsync(new Opened("Camille"));
        var follower = new ProjectionFollower(new Balances());
        var (from, _, _) = await Checkpoint.GetAsync(log.Log, "balances", 1, default);
        var page = await log.Reader.ReadAsync(from, 10, default);
        await follower.TakeAsync(log.Log, page, from, default);

        await Should.ThrowAsync<PostgresException>(follower.TakeAsync(log.Log, page, from, default));
        (await log.ScalarAsync<long>("select count(*) from balances")).ShouldBe(1);
    }

    [Fact]
    public async Task Rows_and_checkpoint_are_written_together_or_not_at_all()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table + "; alter table balances add check (cents < 100)");
        await log.AppendAsync(new Opened("Camille"), new Credited(500));
        var page = await log.Reader.ReadAsync(0, 10, default);
        await Checkpoint.GetAsync(log.Log, "balances", 1, default);

        await Should.ThrowAsync<PostgresException>(new ProjectionFollower(new Balances()).TakeAsync(log.Log, page, 0, default));

        (await Checkpoint.GetAsync(log.Log, "balances", 1, default)).Position.ShouldBe(0);
        (await log.ScalarAsync<long>("select count(*) from balances")).ShouldBe(0);
    }

    [Fact]
    public async Task A_failing_projection_shows_its_cause_and_goes_on_when_it_is_mended()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        using var daemon = await StartAsync(log);
        await log.AppendAsync(new Opened("Camille"), new Credited(7));
        while (await log.ScalarAsync<long>("select count(*) from projections where status = 'failed' and error like '%balances%'") == 0)
        {
            await Task.Yield();
        }

        await log.ExecuteAsync(Balances.Table);
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(7);
        (await log.ScalarAsync<string>("select status from projections where name = 'balances'")).ShouldBe("running");
        await daemon.StopAsync(default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rebuilt_projection_equals_the_live_one_while_writing_goes_on(bool inline)
    {
        var projection = new Balances(inline);
        await using var log = await LogFixture.CreateAsync(projection);
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await StartAsync(log);
        for (var i = 0; i < 50; i++)
        {
            await log.AppendAsync(new Opened($"account {i}"), new Credited(i));
        }

        await daemon.CaughtUpAsync(default);
        await log.ExecuteAsync("update balances set cents = -1 where owner = 'account 3'");
        var writing = Task.Run(async () =>
        {
            for (var i = 50; i < 120; i++)
            {
                await log.AppendAsync(new Opened($"account {i}"), new Credited(i));
            }
        });
        await new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("balances", null, default);
        await writing;
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select count(*) from balances where cents <> substring(owner from 9)::bigint")).ShouldBe(0);
        (await log.ScalarAsync<long>("select count(*) from balances")).ShouldBe(120);
        (await log.ScalarAsync<long>("select count(*) from information_schema.tables where table_schema = 'ledger_rebuild'")).ShouldBe(0);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task Appends_that_wait_for_the_end_of_a_rebuild_may_hold_every_connection_of_the_module()
    {
        await using var log = await LogFixture.CreateAsync(new Balances(inline: true));
        await log.ExecuteAsync(Balances.Table);
        var two = new NpgsqlConnectionStringBuilder(log.ConnectionString) { MaxPoolSize = 2, Timeout = 5 };
        await using var small = new ModuleLog(two.ConnectionString, log.Log.Definition);
        var store = new EventStore<LogFixture>(new ModuleLog<LogFixture>(small), log.Ids, TimeProvider.System);
        var streams = new[] { await store.LoadAsync<Account>(log.Ids.NewId(), default), await store.LoadAsync<Account>(log.Ids.NewId(), default) };
        var (connection, transaction) = await log.AppendSlowlyAsync(log.Ids.NewId(), new Opened("Camille"));

        var rebuild = new ProjectionRebuild(small, TimeProvider.System).RunAsync("balances", null, default);
        await log.UntilAsync("select exists (select 1 from pg_locks where relation = 'mt_events'::regclass and mode = 'ShareLock' and not granted)");
        var appends = streams.Select(s => store.Begin(Actor.System).Append(s, new Opened("Dominique")).SaveAsync(default)).ToList();
        await log.UntilAsync("select count(*) = 2 from pg_locks where relation = 'mt_events'::regclass and mode = 'RowExclusiveLock' and not granted");
        await transaction.CommitAsync();
        await connection.DisposeAsync();

        await rebuild;
        await Task.WhenAll(appends);
        (await log.ScalarAsync<long>("select count(*) from balances")).ShouldBe(3);
    }

    [Fact]
    public async Task One_host_at_a_time_runs_the_projections_and_another_takes_over()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        await using var secondLog = new ModuleLog(log.ConnectionString, log.Log.Definition);
        using var first = await StartAsync(log);
        await log.AppendAsync(new Opened("Camille"));
        await first.CaughtUpAsync(default);
        using var second = Daemon(secondLog);
        await second.StartAsync(default);
        second.Owned.ShouldBeEmpty();

        await first.StopAsync(default);
        await log.AppendAsync(new Opened("Dominique"));
        await second.CaughtUpAsync(default);

        second.Owned.ShouldBe(["ledger"]);
        (await log.ScalarAsync<long>("select count(*) from balances")).ShouldBe(2);
        await second.StopAsync(default);
    }

    [Fact]
    public async Task A_commit_of_another_host_wakes_the_owner()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var owner = await StartAsync(log);
        await log.AppendAsync(new Opened("first"));
        await owner.CaughtUpAsync(default);
        await using var elsewhere = new ModuleLog(log.ConnectionString, log.Log.Definition);
        using var other = Daemon(elsewhere);
        await other.StartAsync(default);
        var store = new EventStore<LogFixture>(new ModuleLog<LogFixture>(elsewhere), log.Ids, TimeProvider.System);
        var follower = owner.Followers.Single(f => f.Name == "balances");

        var seen = follower.Moved.Count;
        await store.Begin(Actor.System).Append(await store.LoadAsync<Account>(log.Ids.NewId(), default), new Opened("second")).SaveAsync(default);
        await follower.Moved.WaitAsync(seen, TimeSpan.FromSeconds(4), TimeProvider.System, default);

        follower.Position.ShouldBe(2);
        await owner.StopAsync(default);
        await other.StopAsync(default);
    }

    private static async Task<LogDaemon> StartAsync(LogFixture log)
    {
        var daemon = Daemon(log.Log);
        await daemon.StartAsync(default);
        return daemon;
    }

    private static LogDaemon Daemon(ModuleLog log) => new([log], [], TimeProvider.System, NullLogger<LogDaemon>.Instance);
}
