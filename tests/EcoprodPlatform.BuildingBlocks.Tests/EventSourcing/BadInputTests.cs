using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

/// <summary>What a log may meet that nobody meant.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task A_clock_that_jumps_back_changes_no_order_and_loses_nothing()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        var clock = new SetClock { Now = new DateTimeOffset(2026, 10, 25, 0, 59, 0, TimeSpan.Zero) };
        var ids = new IdSource(clock);
        var store = new EventStore<LogFixture>(new ModuleLog<LogFixture>(log.Log), ids, clock);
        using var daemon = await log.StartDaemonAsync();

        var account = ids.NewId();
        await store.Begin(Actor.System).Append(await store.LoadAsync<Account>(account, default), new Opened("Camille")).SaveAsync(default);
        clock.Now -= TimeSpan.FromHours(26);
        for (var n = 1; n <= 5; n++)
        {
            await store.Begin(Actor.System).Append(await store.LoadAsync<Account>(account, default), new Credited(n)).SaveAsync(default);
        }

        await daemon.CaughtUpAsync(default);
        var events = await log.ReadAllAsync();
        events.Select(e => e.Version).ShouldBe([1, 2, 3, 4, 5, 6]);
        events.Select(e => e.Id).Distinct().Count().ShouldBe(6);
        events[1].Timestamp.ShouldBeLessThan(events[0].Timestamp);
        (await log.ScalarAsync<long>("select cents from balances")).ShouldBe(15);
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task An_event_of_a_megabyte_is_appended_read_and_projected()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await log.StartDaemonAsync();
        var owner = string.Concat(Enumerable.Repeat("Générique « été » 🎬 ", 50_000));

        var id = await log.AppendAsync(new Opened(owner), new Credited(1));

        (await log.Store.LoadAsync<Account>(id, default)).State.Owner.ShouldBe(owner);
        await daemon.CaughtUpAsync(default);
        (await log.ScalarAsync<bool>($"select length(owner) = {owner.EnumerateRunes().Count()} and cents = 1 from balances")).ShouldBeTrue();
        await daemon.StopAsync(default);
    }

    [Fact]
    public async Task A_stream_of_another_type_under_the_same_id_is_neither_read_nor_written()
    {
        await using var log = await LogFixture.CreateAsync();
        var id = await log.AppendAsync(new Opened("Camille"));

        (await Should.ThrowAsync<UnreadableEventException>(log.Store.LoadAsync<Vault>(id, default))).Message.ShouldContain("holds a account, not a vault");
        await Should.ThrowAsync<ConcurrencyException>(log.Store.Begin(Actor.System).Append(new EventStream<Vault>(id, 0, Vault.Empty), new Credited(1)).SaveAsync(default));
        (await log.ScalarAsync<long>("select count(*) from mt_events")).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_restored_to_yesterday_under_a_running_host_is_followed_from_where_it_stands()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        using var daemon = await log.StartDaemonAsync();
        await log.AppendAsync(new Opened("of yesterday"), new Credited(1));
        await daemon.CaughtUpAsync(default);
        await log.ExecuteAsync("create table kept_streams as table mt_streams; create table kept_events as table mt_events; create table kept_projections as table projections; create table kept_balances as table balances");
        for (var n = 0; n < 20; n++)
        {
            await log.AppendAsync(new Opened("of today, lost"), new Credited(n));
        }

        await daemon.CaughtUpAsync(default);

        // What a restore leaves: yesterday's rows, yesterday's sequence, and a host that has been further.
        await log.ExecuteAsync(
            """
            begin;
            truncate mt_streams, mt_events, projections, balances;
            insert into mt_streams table kept_streams;
            insert into mt_events table kept_events;
            insert into projections table kept_projections;
            insert into balances table kept_balances;
            select setval('mt_events_sequence', (select max(seq_id) from mt_events));
            commit
            """);
        await log.AppendAsync(new Opened("of this evening"), new Credited(7));

        await log.UntilAsync("select exists (select 1 from balances where owner = 'of this evening' and cents = 7)");
        (await log.RowsAsync("select owner || ' ' || cents from balances order by 1")).ShouldBe(["of this evening 7", "of yesterday 1"]);
        await daemon.StopAsync(default);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed record Vault : IAggregate<Vault>
    {
        public static string StreamType => "vault";

        public static Vault Empty { get; } = new();

        public Vault Apply(object @event) => this;
    }
}
