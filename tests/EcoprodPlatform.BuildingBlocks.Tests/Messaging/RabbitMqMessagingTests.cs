using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>The same behaviour on Debian's RabbitMQ, and what only a broker can do: go away, hold what does not parse.</summary>
[Trait("needs", "broker")]
public sealed class RabbitMqMessagingTests : MessagingBehaviour, IAsyncLifetime
{
    private TestVirtualHost _virtualHost = null!;

    public async Task InitializeAsync() => _virtualHost = await (await TestRabbitMq.SharedAsync()).CreateVirtualHostAsync();

    public async Task DisposeAsync() => await _virtualHost.DisposeAsync();

    protected override Task<Dictionary<string, string?>> TransportAsync() => Task.FromResult(Settings(_virtualHost));

    [Fact]
    public async Task Each_reaction_has_its_own_queue_and_each_message_its_explicit_name()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        (await _virtualHost.QueuesAsync()).ShouldContain("statements.on-credited");
    }

    [Fact]
    public async Task A_message_that_does_not_parse_is_put_aside_by_the_broker_and_holds_nothing_up()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await _virtualHost.PublishAsync(CreditedV1.WireName, "{\"cents\": \"not a number\"}");
        await modules.CreditAsync(2);
        await modules.SettledAsync();

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2");
        (await PutAsideAsync("statements.on-credited_error")).ShouldHaveSingleItem().ShouldContain("not a number");
    }

    [Fact]
    public async Task A_broker_that_goes_away_and_comes_back_loses_nothing()
    {
        await using var node = await TestRabbitMq.StartOwnAsync();
        await using var virtualHost = await node.CreateVirtualHostAsync();
        await using var modules = await TwoModules.StartAsync(Settings(virtualHost));
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await node.KillAsync();
        await modules.CreditAsync(2);
        await node.StartAgainAsync();
        await modules.CreditAsync(3);
        while (await modules.ScalarAsync<long>("statements", "select count(*) from statement") < 3)
        {
            await Task.Yield();
        }

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2,3");
    }

    /// <summary>The broker moves the message and declares the queue when it gets to it; no event of ours tells.</summary>
    private async Task<IReadOnlyList<string>> PutAsideAsync(string queue)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!patience.IsCancellationRequested)
        {
            if ((await _virtualHost.QueuesAsync()).Contains(queue) && await _virtualHost.PeekAsync(queue) is { Count: > 0 } messages)
            {
                return messages;
            }

            await Task.Yield();
        }

        return [];
    }

    private static Dictionary<string, string?> Settings(TestVirtualHost virtualHost)
        => new(virtualHost.Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))) { ["Bus:TrackDeliveries"] = "true" };
}
