using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class SnapshotTests
{
    [Fact]
    public async Task A_long_stream_is_folded_from_its_last_kept_state()
    {
        await using var log = await LogFixture.CreateAsync(KeptStates.Keep<Tally>);
        var id = await CountAsync<Tally>(log, 1234);
        (await log.ScalarAsync<long>("select (data ->> 'version')::bigint from mt_doc_kept_tally_1")).ShouldBe(1204, "appended in sevens, kept with the first piece that passes a hundred");
        // What is behind the kept state is not read: a load does not notice that it cannot be read any more.
        await log.ExecuteAsync("update mt_events set type = 'unreadable' where version <= 1204");

        var tally = await log.Store.LoadAsync<Tally>(id, default);

        tally.ShouldBe(new EventStream<Tally>(id, 1234, new Tally(Enumerable.Range(1, 1234).Sum())));
        (await log.Store.LoadAsync<Tally>(id, 1204, default)).State.Cents.ShouldBe(Enumerable.Range(1, 1204).Sum());
        await Should.ThrowAsync<UnreadableEventException>(log.Store.LoadAsync<Tally>(id, 1203, default));
    }

    [Fact]
    public async Task The_state_at_any_version_is_the_same_with_and_without_kept_states()
    {
        await using var log = await LogFixture.CreateAsync(KeptStates.Keep<Tally>);
        var id = await CountAsync<Tally>(log, 250);
        foreach (var version in new long[] { 1, 99, 100, 101, 199, 200, 201, 250 })
        {
            var kept = await log.Store.LoadAsync<Tally>(id, version, default);
            kept.Version.ShouldBe(version);
            kept.State.Cents.ShouldBe(version * (version + 1) / 2);
        }

        await log.ExecuteAsync("truncate mt_doc_kept_tally_1");
        (await log.Store.LoadAsync<Tally>(id, default)).State.Cents.ShouldBe(250 * 251 / 2);
    }

    [Fact]
    public async Task States_kept_in_another_form_are_not_used()
    {
        await using var log = await LogFixture.CreateAsync(options =>
        {
            KeptStates.Keep<Tally>(options);
            KeptStates.Keep<NewTally>(options);
        });
        var id = await CountAsync<Tally>(log, 150);
        await log.ExecuteAsync("""update mt_doc_kept_tally_1 set data = jsonb_set(data, '{state}', '{"cents": -1}')""");

        (await log.Store.LoadAsync<NewTally>(id, default)).State.Cents.ShouldBe(150 * 151 / 2);

        await CountAsync<NewTally>(log, 60, id);
        (await log.RowsAsync("select data ->> 'version' from mt_doc_kept_tally_1")).ShouldBe(["105"]);
        (await log.RowsAsync("select data ->> 'version' from mt_doc_kept_tally_2")).ShouldBe(["206"]);
    }

    [Fact]
    public async Task Several_appends_of_one_unit_of_work_keep_the_state_after_the_last()
    {
        await using var log = await LogFixture.CreateAsync(KeptStates.Keep<Tally>);
        var id = await CountAsync<Tally>(log, 95);
        var stream = await log.Store.LoadAsync<Tally>(id, default);

        await log.Store.Begin(Actor.System)
            .Append(stream, new Credited(1), new Credited(2), new Credited(3))
            .Append(stream, new Credited(4), new Credited(5), new Credited(6))
            .Append(new EventStream<Account>(log.Ids.NewId(), 0, Account.Empty), new Opened("another"))
            .SaveAsync(default);

        (await log.RowsAsync("select (data ->> 'version') || ': ' || (data -> 'state' ->> 'cents') from mt_doc_kept_tally_1")).ShouldBe([$"101: {(95 * 96 / 2) + 21}"]);
    }

    /// <summary>Appends 1, 2, 3… in pieces of seven.</summary>
    private static async Task<Guid> CountAsync<T>(LogFixture log, int events, Guid? to = null)
        where T : class, IAggregate<T>
    {
        var id = to ?? log.Ids.NewId();
        var stream = await log.Store.LoadAsync<T>(id, default);
        foreach (var piece in Enumerable.Range((int)stream.Version + 1, events).Select(n => (object)new Credited(n)).Chunk(7))
        {
            await log.Store.Begin(Actor.System).Append(stream, piece).SaveAsync(default);
            stream = await log.Store.LoadAsync<T>(id, default);
        }

        return id;
    }

    private sealed record Tally(long Cents) : IAggregate<Tally>
    {
        public static string StreamType => "tally";

        public static Tally Empty { get; } = new(0L);

        public static int SnapshotForm => 1;

        public Tally Apply(object @event) => new(Cents + ((Credited)@event).Cents);
    }

    private sealed record NewTally(long Cents) : IAggregate<NewTally>
    {
        public static string StreamType => "tally";

        public static NewTally Empty { get; } = new(0L);

        public static int SnapshotForm => 2;

        public NewTally Apply(object @event) => new(Cents + ((Credited)@event).Cents);
    }
}
