using System.Collections.Concurrent;
using System.Reflection;
using EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>The transport that forgets everything when the process ends.</summary>
public sealed class InMemoryMessagingTests : MessagingBehaviour
{
    protected override Task<Dictionary<string, string?>> TransportAsync() => Task.FromResult(new Dictionary<string, string?>());

    [Fact]
    public async Task The_bus_library_reports_its_use_to_nobody()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());

        modules.Services.GetRequiredService<IOptions<MassTransit.UsageTelemetryOptions>>().Value.Enabled.ShouldBeFalse();
    }

    [Fact]
    public async Task The_relay_moves_its_checkpoint_only_past_what_every_reaction_has_finished()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        var release = new TaskCompletionSource();
        modules.Before = (_, _) => release.Task;
        await modules.CreditAsync(1);
        await TwoModules.UntilAsync("a delivery", () => !modules.Deliveries.IsEmpty);

        (await modules.ScalarAsync<long>("ledger", "select position from projections where name = 'relay'")).ShouldBe(0);
        release.SetResult();
        await modules.SettledAsync();
        (await modules.ScalarAsync<long>("ledger", "select position from projections where name = 'relay'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_reaction_that_stands_still_holds_one_page_in_memory_and_no_other_module()
    {
        var others = new ConcurrentQueue<object>();
        await using var modules = await TwoModules.StartAsync(await TransportAsync(), (services, connection) =>
        {
            services.AddSingleton(others);
            services.AddModuleLog<Branch, IBranchStore>(connection, new LogDefinition("branch", LogFixture.Map, [], Assembly.GetExecutingAssembly()));
            services.AddPublications<Branch>(new Publications()
                .Message<BranchCreditedV1>("Agence créditée", "Branch credited")
                .On<Credited>((stored, e) => new BranchCreditedV1(stored.Id, e.Cents)));
            services.AddReaction<TwoModules, BranchCreditedV1, OnBranchCredited>("statements", "on-branch-credited", BranchCreditedV1.WireName, m => m.EventId);
            services.AddReaction<TwoModules, CreditedV1, OnCreditedToo>("statements", "on-credited-too", CreditedV1.WireName, m => m.EventId);
        });
        var release = new TaskCompletionSource();
        modules.Before = (_, _) => release.Task;
        const int page = 500;
        for (var i = 0; i < 4; i++)
        {
            await modules.CreditAsync([.. Enumerable.Range(i * 400, 400).Select(n => (long)n)]);
        }

        var ledger = modules.Services.GetRequiredService<DeliveryLedger>();
        await TwoModules.UntilAsync("the other reaction of the page", () => others.OfType<CreditedV1>().Any() && others.OfType<CreditedV1>().Count() == ledger.Open);
        var branch = modules.Services.GetRequiredService<EventStore<Branch>>();
        var id = modules.Services.GetRequiredService<IdSource>().NewId();
        await branch.Begin(Actor.System).Append(await branch.LoadAsync<Account>(id, default), [new Opened("Dominique"), new Credited(7)]).SaveAsync(default);
        await TwoModules.UntilAsync("another module's message", () => others.OfType<BranchCreditedV1>().Any());

        ledger.Open.ShouldBeLessThanOrEqualTo(page);
        modules.Deliveries.Count.ShouldBe(8, "no more at once than the reaction's limit");
        (await modules.ScalarAsync<long>("ledger", "select position from projections where name = 'relay'")).ShouldBeLessThan(page);
        release.SetResult();
        await modules.WrittenAsync(1600);
        (await modules.ScalarAsync<long>("statements", "select count(distinct event_id) from statement")).ShouldBe(1600);
    }

    [Fact]
    public async Task A_reaction_takes_as_many_at_once_as_its_module_or_the_configuration_says()
    {
        var settings = await TransportAsync();
        settings["Bus:Reactions:statements.on-credited:Concurrency"] = "2";
        await using var modules = await TwoModules.StartAsync(settings);
        var (now, most) = (0, 0);
        modules.Before = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        };

        await modules.CreditAsync(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        await modules.SettledAsync();

        most.ShouldBeInRange(1, 2);
        new ReactionLimits(Concurrency: 3).Else(new ReactionLimits(5, 6)).ShouldBe(new ReactionLimits(3, 6));
    }

    [Theory]
    [InlineData("Bus:Reactions:statements.on-crdited:Concurrency", "2")]
    [InlineData("Bus:Reactions:statements.on-credited:Concurrency", "0")]
    [InlineData("Bus:Reactions:statements.on-credited:Prefetch", "many")]
    [InlineData("Bus:KeepDays", "-1")]
    public async Task A_setting_that_cannot_be_meant_is_told_at_start(string setting, string value)
    {
        var told = await Should.ThrowAsync<SettingException>(async () =>
        {
            await using var modules = await TwoModules.StartAsync([KeyValuePair.Create(setting, (string?)value)]);
        });

        setting.ShouldStartWith(told.Setting);
    }
}

/// <summary>Stands for another module's log.</summary>
public sealed class Branch;

public interface IBranchStore : Marten.IDocumentStore;

public sealed record BranchCreditedV1(Guid EventId, long Cents)
{
    public const string WireName = "branch.credited.v1";
}

public sealed class OnBranchCredited(ConcurrentQueue<object> seen) : IReaction<BranchCreditedV1>
{
    public Task ReactAsync(BranchCreditedV1 message, UnitOfWork work, CancellationToken ct)
    {
        seen.Enqueue(message);
        return Task.CompletedTask;
    }
}

public sealed class OnCreditedToo(ConcurrentQueue<object> seen) : IReaction<CreditedV1>
{
    public Task ReactAsync(CreditedV1 message, UnitOfWork work, CancellationToken ct)
    {
        seen.Enqueue(message);
        return Task.CompletedTask;
    }
}
