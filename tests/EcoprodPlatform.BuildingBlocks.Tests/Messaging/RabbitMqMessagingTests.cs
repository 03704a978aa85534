using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>The same behaviour on Debian's RabbitMQ, and what only a broker can do: keep order, be full, give up, hold what does not parse.</summary>
[Trait("needs", "broker")]
public sealed class RabbitMqMessagingTests : MessagingBehaviour, IAsyncLifetime
{
    private const string Queue = "statements.on-credited";

    private TestVirtualHost _virtualHost = null!;

    public async Task InitializeAsync() => _virtualHost = await (await TestRabbitMq.SharedAsync()).CreateVirtualHostAsync();

    public async Task DisposeAsync() => await _virtualHost.DisposeAsync();

    protected override Task<Dictionary<string, string?>> TransportAsync() => Task.FromResult(Settings(_virtualHost));

    [Fact]
    public async Task A_reaction_s_queue_can_neither_drop_nor_forget()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        var queue = await _virtualHost.QueueAsync(Queue);
        queue.GetProperty("durable").GetBoolean().ShouldBeTrue();
        var arguments = queue.GetProperty("arguments");
        arguments.GetProperty("x-queue-type").GetString().ShouldBe("quorum");
        arguments.GetProperty("x-overflow").GetString().ShouldBe("reject-publish");
        arguments.GetProperty("x-delivery-limit").GetInt64().ShouldBe(int.MaxValue);
        arguments.GetProperty("x-dead-letter-strategy").GetString().ShouldBe("at-least-once");
        (await _virtualHost.QueueAsync("ecoprod.given-up")).GetProperty("arguments").GetProperty("x-queue-type").GetString().ShouldBe("quorum");
    }

    [Fact]
    public async Task Messages_lie_in_the_queue_in_the_order_of_their_stream()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(0);
        await modules.SettledAsync();
        await modules.AbandonHostAsync();
        modules.Reacts = false;
        await modules.StartHostAsync();

        var accounts = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            var id = await modules.CreditAsync(1, 2, 3);
            for (var cents = 4; cents <= 40; cents += 2)
            {
                await modules.CreditMoreAsync(id, cents, cents + 1);
            }

            return id;
        }));
        await modules.SettledAsync();

        var messages = (await _virtualHost.PeekAsync(Queue, 1000)).Select(m => JsonSerializer.Deserialize<CreditedV1>(m, EventMap.Json)!).ToList();
        messages.GroupBy(m => m.AccountId).Select(g => g.Key).Order().ShouldBe(accounts.Order());
        foreach (var account in messages.GroupBy(m => m.AccountId))
        {
            account.Select(m => m.Cents).ShouldBe(Enumerable.Range(1, 41).Select(n => (long)n));
        }
    }

    [Fact]
    public async Task A_blocked_reaction_is_handed_no_more_than_its_prefetch()
    {
        var settings = await TransportAsync();
        settings[$"Bus:Reactions:{Queue}:Concurrency"] = "2";
        settings[$"Bus:Reactions:{Queue}:Prefetch"] = "3";
        await using var modules = await TwoModules.StartAsync(settings);
        var release = new TaskCompletionSource();
        modules.Before = (_, _) => release.Task;
        await modules.CreditAsync([.. Enumerable.Range(1, 20).Select(n => (long)n)]);
        await TwoModules.UntilAsync("the relay past them all", () => modules.Relay.Position == 21);
        await TwoModules.UntilAsync("two deliveries", () => modules.Deliveries.Count == 2);

        (await _virtualHost.PeekAsync(Queue)).Count.ShouldBe(17);
        modules.Deliveries.Count.ShouldBe(2);
        release.SetResult();
        await modules.SettledAsync();
        (await modules.ScalarAsync<long>("statements", "select count(*) from statement")).ShouldBe(20);
    }

    [Theory]
    [InlineData("certainly not JSON", "invalid start of a value")]
    [InlineData("{\"cents\": \"not a number\"}", "could not be converted")]
    [InlineData("{\"cents\": 12}", "carries no event id")]
    [InlineData("null", "")]
    [InlineData("[[[", "")]
    public async Task A_message_that_cannot_be_read_is_kept_as_it_came_and_holds_nothing_up(string body, string cause)
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await _virtualHost.PublishAsync(CreditedV1.WireName, body);
        await _virtualHost.PublishAsync(CreditedV1.WireName, body);
        await modules.CreditAsync(2);
        await modules.SettledAsync();

        var letters = modules.Services.GetRequiredService<DeadLetters>();
        await TwoModules.UntilAsync("a dead letter", async () => await letters.CountAsync(default) > 0);
        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2");
        var letter = (await letters.ListAsync(default)).ShouldHaveSingleItem();
        letter.Reaction.ShouldBe(Queue);
        letter.Error.ShouldContain(cause);
        (await modules.ScalarAsync<string>("statements", "select convert_from(body, 'UTF8') from dead_letters")).ShouldBe(body);
        await Should.ThrowAsync<Exception>(() => letters.ReplayAsync(letter.Reaction, letter.MessageId, default));
        (await letters.CountAsync(default)).ShouldBe(1);
        (await _virtualHost.QueuesAsync()).ShouldNotContain(q => q.EndsWith("_error") || q.EndsWith("_skipped"));
        (await _virtualHost.ExchangesAsync()).ShouldNotContain(e => e.Contains("Fault"));
    }

    [Fact]
    public async Task What_an_operator_s_policy_makes_the_broker_give_up_becomes_a_dead_letter_that_can_be_replayed()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();
        await modules.AbandonHostAsync();
        modules.Reacts = false;
        await modules.StartHostAsync();
        await _virtualHost.SetPolicyAsync("on-credited$", new Dictionary<string, int> { ["delivery-limit"] = 1 });
        await modules.CreditAsync(2);
        await modules.SettledAsync();
        await modules.AbandonHostAsync();
        await TwoModules.UntilAsync("a message given up", async () => await _virtualHost.PeekAsync(Queue) is []);

        modules.Reacts = true;
        await modules.StartHostAsync();
        var letters = modules.Services.GetRequiredService<DeadLetters>();
        await TwoModules.UntilAsync("a dead letter", async () => await letters.CountAsync(default) == 1);

        var letter = (await letters.ListAsync(default)).Single();
        letter.Reaction.ShouldBe(Queue);
        letter.Error.ShouldContain("The broker gave this message up");
        await letters.ReplayAsync(letter.Reaction, letter.MessageId, default);
        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2");
        (await letters.CountAsync(default)).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_full_queue_refuses_and_the_relay_waits_keeping_the_order(bool isGivenMoreRoom)
    {
        var settings = await TransportAsync();
        settings[$"Bus:Reactions:{Queue}:Concurrency"] = "1";
        settings[$"Bus:Reactions:{Queue}:Prefetch"] = "1";
        await using var modules = await TwoModules.StartAsync(settings);
        await modules.CreditAsync(0);
        await modules.SettledAsync();
        await _virtualHost.SetPolicyAsync("on-credited$", new Dictionary<string, int> { ["max-length"] = 3 });
        var release = new TaskCompletionSource();
        modules.Before = (_, _) => release.Task;
        var account = await modules.CreditAsync([.. Enumerable.Range(1, 12).Select(n => (long)n)]);
        await modules.CreditAsync(100);
        await TwoModules.UntilAsync("the relay saying that it waits", () => modules.Relay.Error is not null);

        modules.Relay.Error!.ShouldContain("a queue is full");
        var (position, newest) = (modules.Relay.Position, await modules.ScalarAsync<long>("ledger", "select max(seq_id) from mt_events"));
        position.ShouldBeLessThan(newest);
        if (isGivenMoreRoom)
        {
            await _virtualHost.SetPolicyAsync("on-credited$", new Dictionary<string, int> { ["max-length"] = 1000 });
        }

        release.SetResult();
        await modules.WrittenAsync(14);
        modules.Delivered.Where(m => m.AccountId == account).DistinctBy(m => m.EventId).Select(m => m.Cents).ShouldBe(Enumerable.Range(1, 12).Select(n => (long)n));
    }

    [Fact]
    public async Task A_queue_of_another_kind_under_the_same_name_is_told_and_its_removal_is_enough()
    {
        await _virtualHost.DeclareQueueAsync(Queue);
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        // A bus that has just been refused says so in other words first.
        await TwoModules.UntilAsync("the relay saying which queue", () => modules.Relay.Error?.Contains($"the queue {Queue} exists with other settings than this version's", StringComparison.Ordinal) == true);

        modules.Relay.Error!.ShouldContain("docs/operations.md");
        await _virtualHost.DeleteQueueAsync(Queue);
        await modules.WrittenAsync(1);
    }

    [Fact]
    public async Task Queues_that_vanish_take_nothing_with_them_that_was_not_in_them()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await _virtualHost.DeleteQueuesAsync();
        await modules.CreditAsync(2);

        await modules.WrittenAsync(2);
    }

    internal static Dictionary<string, string?> Settings(TestVirtualHost virtualHost)
        => new(virtualHost.Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))) { ["Bus:TrackDeliveries"] = "true" };
}
