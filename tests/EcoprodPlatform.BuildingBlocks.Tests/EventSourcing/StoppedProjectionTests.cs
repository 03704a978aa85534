using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using JasperFx.Events;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

/// <summary>What happens to a projection that cannot go on, and what a person can do about it.</summary>
public sealed class StoppedProjectionTests
{
    [Fact]
    public async Task An_event_that_cannot_be_taken_stops_its_projection_before_it_and_no_other()
    {
        await using var log = await LogFixture.CreateAsync(new Balances(), new Counted());
        await log.ExecuteAsync($"{Balances.Table}; alter table balances add check (cents < 100); {Counted.Table}");
        using var daemon = await log.StartDaemonAsync();

        await log.AppendAsync(new Opened("good"), new Credited(7));
        await log.AppendAsync(new Opened("bad"), new Credited(500));
        await log.AppendAsync(new Opened("after"), new Credited(8));
        await log.UntilAsync("select count(*) > 0 from projections where name = 'balances' and failed_position is not null");
        await log.UntilAsync("select count = 6 from counted");

        (await log.ScalarAsync<long>("select failed_position from projections where name = 'balances'")).ShouldBe(4);
        (await log.ScalarAsync<string>("select error from projections where name = 'balances'")).ShouldContain("balances_cents_check");
        (await log.RowsAsync("select owner from balances order by owner")).ShouldBe(["bad", "good"]);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task A_person_skips_the_event_and_the_projection_goes_on_for_good()
    {
        var who = Guid.CreateVersion7();
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync($"{Balances.Table}; alter table balances add check (cents < 100)");
        using var daemon = await log.StartDaemonAsync();
        await log.AppendAsync(new Opened("bad"), new Credited(500), new Credited(3));
        await log.UntilAsync("select count(*) > 0 from projections where failed_position = 2");

        (await SkippedEvents.SkipAsync(log.Log, "balances", null, who, default)).ShouldBeTrue();
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(3);
        (await log.ScalarAsync<string>("select status || ' ' || (failed_position is null) from projections where name = 'balances'")).ShouldBe("running true");
        (await log.ScalarAsync<Guid>("select skipped_by from skipped_events where position = 2 and error like '%check%'")).ShouldBe(who);
        (await SkippedEvents.SkipAsync(log.Log, "balances", null, who, default)).ShouldBeFalse();
        await new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("balances", null, default);
        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(3);
        await daemon.StopAsync(default);
    }

    [Theory]
    [InlineData("with s as (insert into mt_streams (id, version) values (gen_random_uuid(), 1) returning id) insert into mt_events (seq_id, id, stream_id, version, type, data, timestamp, tenant_id, is_archived) select nextval('mt_events_sequence'), gen_random_uuid(), id, 1, 'from-the-future.v9', '{}', now(), '*DEFAULT*', false from s", "unknown")]
    [InlineData("with s as (insert into mt_streams (id, version) values (gen_random_uuid(), 1) returning id) insert into mt_events (seq_id, id, stream_id, version, type, data, timestamp, tenant_id, is_archived) select nextval('mt_events_sequence'), gen_random_uuid(), id, 1, 'credited.v2', '{\"cents\": \"many\"}', now(), '*DEFAULT*', false from s", "no longer fits")]
    public async Task An_unreadable_event_stops_the_follower_and_can_be_skipped(string insert, string cause)
    {
        await using var log = await LogFixture.CreateAsync(new Counted());
        await log.ExecuteAsync(Counted.Table);
        using var daemon = await log.StartDaemonAsync();
        await log.AppendAsync(new Opened("before"));
        await log.ExecuteAsync(insert);
        await log.AppendAsync(new Opened("after"));
        await log.UntilAsync("select count(*) > 0 from projections where failed_position = 2");
        (await log.ScalarAsync<string>("select error from projections where name = 'counted'")).ShouldContain(cause);
        (await log.ScalarAsync<long>("select count from counted")).ShouldBe(1);

        await SkippedEvents.SkipAsync(log.Log, "counted", null, Guid.Empty, default);
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select count from counted")).ShouldBe(2);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task What_failed_in_an_outage_is_said_to_run_again_though_nothing_has_happened_since()
    {
        await using var log = await LogFixture.CreateAsync(new Counted());
        await log.ExecuteAsync(Counted.Table);
        using (var killed = await log.StartDaemonAsync())
        {
            await log.AppendAsync(new Opened("one"));
            await killed.CaughtUpAsync(default);
            await killed.StopAsync(default);
        }

        // The last that a host wrote down before it was killed.
        await log.ExecuteAsync("update projections set status = 'failed', error = 'Exception while reading from stream' where name = 'counted'");
        using var daemon = await log.StartDaemonAsync();

        await log.UntilAsync("select status = 'running' and error is null from projections where name = 'counted'");
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task What_has_been_mended_goes_on_at_once_when_a_person_says_so()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync($"{Balances.Table}; alter table balances add constraint small check (cents < 100)");
        using var daemon = await log.StartDaemonAsync();
        await log.AppendAsync(new Opened("rich"), new Credited(500));
        await log.UntilAsync("select count(*) > 0 from projections where failed_position = 2");

        await log.ExecuteAsync("alter table balances drop constraint small");
        await SkippedEvents.RetryAsync(log.Log, default);
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(500);
        (await log.ScalarAsync<long>("select count(*) from skipped_events")).ShouldBe(0);
        await daemon.StopAsync(default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Rows_of_an_older_version_are_rebuilt_by_themselves(bool inline)
    {
        await using var log = await LogFixture.CreateAsync(new Counted(inline: inline));
        await log.ExecuteAsync(Counted.Table);
        using (var old = await log.StartDaemonAsync())
        {
            await log.AppendAsync(new Opened("a"), new Credited(1));
            await old.CaughtUpAsync(default);
            await log.UntilAsync("select count(*) = 1 from projections where name = 'counted'");
            await old.StopAsync(default);
        }

        await using var upgraded = log.WithProjections(new Counted(version: 2, weight: 10, inline: inline));
        using var daemon = await upgraded.StartDaemonAsync();
        await log.UntilAsync("select count(*) = 1 from projections where name = 'counted' and version = 2");
        await upgraded.AppendAsync(new Opened("b"));
        await daemon.CaughtUpAsync(default);

        (await log.ScalarAsync<long>("select count from counted")).ShouldBe(30);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task A_host_of_an_older_version_leaves_the_rows_of_a_newer_one_alone_and_says_so()
    {
        await using var log = await LogFixture.CreateAsync(new Counted(version: 2));
        await log.ExecuteAsync(Counted.Table);
        using (var newer = await log.StartDaemonAsync())
        {
            await log.AppendAsync(new Opened("a"));
            await newer.CaughtUpAsync(default);
            await newer.StopAsync(default);
        }

        await using var old = log.WithProjections(new Counted(version: 1));
        using var daemon = await old.StartDaemonAsync();
        await old.AppendAsync(new Opened("b"));
        while (daemon.Followers.Single().Error is null)
        {
            await Task.Yield();
        }

        daemon.Followers.Single().Error!.ShouldContain("version 2");
        (await log.ScalarAsync<long>("select count from counted")).ShouldBe(1);
        await daemon.StopAsync(default);
    }

    /// <summary>Counts events, <paramref name="weight"/> for each.</summary>
    private sealed class Counted(int version = 1, int weight = 1, bool inline = false) : SqlProjection("counted", version)
    {
        public const string Table = "create table counted (id int primary key, count bigint not null)";

        public override IReadOnlyList<string> Tables => ["counted"];

        public override bool IsInline { get; } = inline;

        public override void Apply(IEvent @event, ProjectionBatch rows)
            => rows.Run("insert into counted values (1, $1) on conflict (id) do update set count = counted.count + excluded.count", (long)weight);
    }
}
