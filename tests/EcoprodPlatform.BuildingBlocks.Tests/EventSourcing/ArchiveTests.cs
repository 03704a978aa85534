using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class ArchiveTests
{
    private static readonly DateTimeOffset Yesterday = TimeProvider.System.GetUtcNow().AddDays(-1);

    [Fact]
    public async Task Streams_that_are_over_are_read_as_before()
    {
        await using var log = await LogFixture.CreateAsync(new Balances());
        await log.ExecuteAsync(Balances.Table);
        var (old, live) = (await log.AppendAsync(new Opened("old"), new Credited(1), new Credited(2)), await log.AppendAsync(new Opened("live")));
        await AgeAsync(log, old);
        var before = await log.ReadAllAsync();

        (await Archive.StoreAsync(log.Log, "account", Yesterday, 10, default)).ShouldBe(1);
        (await Archive.StoreAsync(log.Log, "account", Yesterday, 10, default)).ShouldBe(0);

        (await log.ScalarAsync<long>("select count(*) from mt_events where not is_archived")).ShouldBe(1);
        (await log.Store.LoadAsync<Account>(old, default)).ShouldBe(new EventStream<Account>(old, 3, new Account("old", 3)));
        (await log.Store.ReadStreamAsync(old, default)).Count.ShouldBe(3);
        (await log.ReadAllAsync()).ShouldBe(before);
        await new ProjectionRebuild(log.Log, TimeProvider.System).RunAsync("balances", null, default);
        (await log.RowsAsync("select owner || ' ' || cents from balances order by 1")).ShouldBe(["live 0", "old 3"]);
        (await log.Store.LoadAsync<Account>(live, default)).Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_archived_stream_is_not_written_says_why_and_can_be_brought_back()
    {
        await using var log = await LogFixture.CreateAsync();
        var (old, live) = (await log.AppendAsync(new Opened("old")), await log.AppendAsync(new Opened("live")));
        await AgeAsync(log, old);
        await Archive.StoreAsync(log.Log, "account", Yesterday, 10, default);
        var (archived, other) = (await log.Store.LoadAsync<Account>(old, default), await log.Store.LoadAsync<Account>(live, default));

        (await Should.ThrowAsync<RuleBrokenException>(log.Store.Begin(Actor.System).Append(archived, new Credited(1)).SaveAsync(default))).Code.ShouldBe("stream.archived");
        (await Should.ThrowAsync<RuleBrokenException>(log.Store.Begin(Actor.System).Append(other, new Credited(1)).Append(archived, new Credited(1)).SaveAsync(default))).Code.ShouldBe("stream.archived");
        (await Should.ThrowAsync<RuleBrokenException>(log.Store.Begin(Actor.System).Append(archived with { Version = 0 }, new Opened("again")).SaveAsync(default))).Code.ShouldBe("stream.archived");
        (await log.Store.LoadAsync<Account>(live, default)).Version.ShouldBe(1);

        (await Archive.BringBackAsync(log.Log, old, default)).ShouldBeTrue();
        (await Archive.BringBackAsync(log.Log, old, default)).ShouldBeFalse();
        await log.Store.Begin(Actor.System).Append(archived, new Credited(1)).SaveAsync(default);
        (await log.ReadAllAsync()).Select(e => (e.Sequence, e.StreamId)).ShouldBe([(1, old), (2, live), (3, old)]);
    }

    [Fact]
    public async Task A_projection_that_is_new_follows_archived_events_too_in_order()
    {
        await using var log = await LogFixture.CreateAsync();
        await log.ExecuteAsync(Balances.Table);
        var ids = new List<Guid>();
        for (var n = 0; n < 20; n++)
        {
            ids.Add(await log.AppendAsync(new Opened($"{n:00}"), new Credited(n)));
        }

        foreach (var id in ids.Where((_, n) => n % 2 == 0))
        {
            await AgeAsync(log, id);
        }

        (await Archive.StoreAsync(log.Log, "account", Yesterday, 4, default)).ShouldBe(4);
        (await Archive.StoreAsync(log.Log, "account", Yesterday, 100, default)).ShouldBe(6);
        await using var newer = log.WithProjections(new Balances());
        using var daemon = await newer.StartDaemonAsync();
        await daemon.CaughtUpAsync(default);

        (await newer.ScalarAsync<decimal>("select sum(cents) from balances")).ShouldBe(Enumerable.Range(0, 20).Sum());
        await daemon.StopAsync(default);
    }

    private static Task AgeAsync(LogFixture log, Guid stream)
        => log.ExecuteAsync($"update mt_events set timestamp = timestamp - interval '2 years' where stream_id = '{stream}'");
}
