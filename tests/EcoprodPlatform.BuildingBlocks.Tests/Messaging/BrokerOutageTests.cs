using System.Globalization;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>A broker that is killed, cut off or out of memory: the relay says that it waits, goes on by itself, and nothing is lost.</summary>
[Trait("needs", "broker")]
public sealed class BrokerOutageTests : IAsyncLifetime
{
    private TestRabbitMq _node = null!;

    /// <summary>A node for each test: what one leaves behind in a broker that is then killed is not another one's matter.</summary>
    public async Task InitializeAsync() => _node = await TestRabbitMq.StartOwnAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task A_broker_that_goes_away_and_comes_back_loses_nothing()
    {
        await using var virtualHost = await _node.CreateVirtualHostAsync();
        await using var modules = await TwoModules.StartAsync(RabbitMqMessagingTests.Settings(virtualHost));
        await modules.CreditAsync(1);
        await modules.SettledAsync();
        await _node.RememberQueuesAsync();

        await _node.KillAsync();
        await modules.CreditAsync(2);
        await _node.StartAgainAsync();
        await modules.CreditAsync(3);
        await modules.WrittenAsync(3);

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2,3");
    }

    [Fact]
    public async Task A_subscription_that_was_never_answered_is_made_again()
    {
        await using var virtualHost = await _node.CreateVirtualHostAsync();
        await using var modules = await TwoModules.StartAsync(RabbitMqMessagingTests.Settings(virtualHost));
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await modules.StopHostAsync();
        await virtualHost.SuspendQueueAsync("statements.on-credited");
        await modules.StartHostAsync();
        await modules.CreditAsync(2);
        await modules.RelaySaysAsync("canceled");
        await virtualHost.ResumeQueueAsync("statements.on-credited");
        await modules.WrittenAsync(2);

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2");
    }

    [Fact]
    public async Task A_broker_behind_a_cut_cable_is_found_out_and_nothing_is_lost_when_it_is_mended()
    {
        await using var virtualHost = await _node.CreateVirtualHostAsync();
        await using var link = new TcpLink(_node.Port);
        var settings = RabbitMqMessagingTests.Settings(virtualHost);
        settings["Bus:Port"] = link.Port.ToString(CultureInfo.InvariantCulture);
        await using var modules = await TwoModules.StartAsync(settings);
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await link.CutAsync();
        await modules.CreditAsync(2, 3, 4);
        await modules.RelaySaysAsync("Nothing is lost");
        link.Mend();
        await modules.WrittenAsync(4);

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2,3,4");
    }

    [Fact]
    public async Task A_broker_out_of_memory_is_waited_for_without_sending_it_everything_again()
    {
        await using var virtualHost = await _node.CreateVirtualHostAsync();
        await using var modules = await TwoModules.StartAsync(RabbitMqMessagingTests.Settings(virtualHost));
        await modules.CreditAsync(1);
        await modules.SettledAsync();

        await _node.ControlAsync("set_vm_memory_high_watermark", "absolute", "1MB");
        await modules.CreditAsync(2, 3);
        await modules.RelaySaysAsync("short of memory");
        await modules.CreditAsync(4);
        await _node.ControlAsync("set_vm_memory_high_watermark", "absolute", "256MB");
        await modules.WrittenAsync(4);

        modules.Deliveries.Count.ShouldBe(4);
    }
}
