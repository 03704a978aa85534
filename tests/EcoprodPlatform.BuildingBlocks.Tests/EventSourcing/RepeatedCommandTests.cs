using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

public sealed class RepeatedCommandTests
{
    [Fact]
    public async Task A_repeated_command_writes_nothing_and_answers_with_the_first_result()
    {
        await using var log = await LogFixture.CreateAsync();
        await log.ExecuteAsync("create table notes (note text)");
        var (account, other, command) = (await log.AppendAsync(new Opened("Camille")), log.Ids.NewId(), log.Ids.NewId());

        var first = await CreditAsync();
        var second = await CreditAsync();

        first.IsRepeat.ShouldBeFalse();
        first.Streams.ShouldBe(new Dictionary<Guid, long> { [account] = 2, [other] = 1 }, ignoreOrder: true);
        second.IsRepeat.ShouldBeTrue();
        second.Streams.ShouldBe(first.Streams, ignoreOrder: true);
        (await log.Store.ResultOfAsync(command, default))!.Streams.ShouldBe(first.Streams, ignoreOrder: true);
        (await log.Store.LoadAsync<Account>(account, default)).State.Cents.ShouldBe(10);
        (await log.ScalarAsync<long>("select count(*) from notes")).ShouldBe(1);
        (await log.Store.ResultOfAsync(log.Ids.NewId(), default)).ShouldBeNull();

        async Task<AppendResult> CreditAsync() => await log.Store.Begin(Actor.System, causedBy: command).Once()
            .Append(await log.Store.LoadAsync<Account>(account, default), new Credited(10))
            .Append(new EventStream<Account>(other, 0, Account.Empty), new Opened("Dominique"))
            .Also("insert into notes values ('credited')")
            .SaveAsync(default);
    }

    [Fact]
    public async Task Of_the_same_command_under_way_many_times_one_is_carried_out_and_all_get_its_result()
    {
        await using var log = await LogFixture.CreateAsync();
        var (account, command) = (await log.AppendAsync(new Opened("Camille")), log.Ids.NewId());
        var loaded = await log.Store.LoadAsync<Account>(account, default);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => log.Store.Begin(Actor.System, causedBy: command).Once().Append(loaded, new Credited(10)).SaveAsync(default))));

        results.Count(r => !r.IsRepeat).ShouldBe(1);
        results.ShouldAllBe(r => r.Streams[account] == 2);
        (await log.Store.LoadAsync<Account>(account, default)).ShouldBe(new EventStream<Account>(account, 2, new Account("Camille", 10)));
    }

    /// <summary>The first one was thought dead and was slow: whichever commits first, the other writes nothing and does not pretend to have.</summary>
    [Fact]
    public async Task A_request_that_goes_on_twice_is_carried_out_once_and_what_it_does_beside_is_not_touched()
    {
        await using var log = await LogFixture.CreateAsync();
        var (account, command) = (await log.AppendAsync(new Opened("Camille")), log.Ids.NewId());

        await CarryOutAsync(10);
        await Should.ThrowAsync<RepeatedRequestException>(() => CarryOutAsync(20));

        (await log.Store.LoadAsync<Account>(account, default)).State.Cents.ShouldBe(11, "and the unit of work after the first is one like any other");
        (await log.Store.ReadStreamAsync(account, default))[1].CausationId.ShouldBe(command.ToString());
        await log.Store.Begin(Actor.System).Append(await log.Store.LoadAsync<Account>(account, default), new Credited(5)).SaveAsync(default);
        (await log.Store.LoadAsync<Account>(account, default)).State.Cents.ShouldBe(16, "nothing of it is left once the request is over");

        async Task CarryOutAsync(int cents)
        {
            using var request = RequestOnce.Begin(command);
            await log.Store.Begin(Actor.System).Append(await log.Store.LoadAsync<Account>(account, default), new Credited(cents)).SaveAsync(default);
            await log.Store.Begin(Actor.System).Append(await log.Store.LoadAsync<Account>(account, default), new Credited(1)).SaveAsync(default);
        }
    }

    [Fact]
    public async Task A_command_that_was_refused_may_be_sent_again()
    {
        await using var log = await LogFixture.CreateAsync();
        var (account, command) = (await log.AppendAsync(new Opened("Camille")), log.Ids.NewId());
        var stale = await log.Store.LoadAsync<Account>(account, default);
        await log.Store.Begin(Actor.System).Append(stale, new Credited(1)).SaveAsync(default);

        await Should.ThrowAsync<ConcurrencyException>(log.Store.Begin(Actor.System, causedBy: command).Once().Append(stale, new Credited(10)).SaveAsync(default));
        (await log.Store.ResultOfAsync(command, default)).ShouldBeNull();

        var again = await log.Store.Begin(Actor.System, causedBy: command).Once().Append(await log.Store.LoadAsync<Account>(account, default), new Credited(10)).SaveAsync(default);
        again.IsRepeat.ShouldBeFalse();
        again.Streams[account].ShouldBe(3);
    }
}
