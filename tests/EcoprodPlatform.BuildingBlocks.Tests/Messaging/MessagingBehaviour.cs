using System.Collections.Concurrent;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>What is true of messaging on every transport.</summary>
public abstract class MessagingBehaviour
{
    protected abstract Task<Dictionary<string, string?>> TransportAsync();

    [Fact]
    public async Task What_is_committed_reaches_the_other_module_once_with_its_mail()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());

        await modules.CreditAsync(1, 2, 3);
        await modules.SettledAsync();

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2,3");
        (await modules.ScalarAsync<long>("statements", "select count(*) from inbox")).ShouldBe(3);
        var files = Directory.GetFiles(modules.MailFolder, "*.eml");
        files.Length.ShouldBe(3);
        files.Select(File.GetUnixFileMode).Distinct().ShouldBe([UnixFileMode.UserRead | UnixFileMode.UserWrite], "they hold links that sign people in");
        File.GetUnixFileMode(modules.MailFolder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'sent'")).ShouldBe(3);
    }

    [Fact]
    public async Task A_message_delivered_again_does_nothing()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(5);
        await modules.SettledAsync();
        var id = modules.Deliveries.Single();

        // A second message behind it on the same queue tells when the repetition has been taken.
        await modules.Services.GetRequiredService<IBus>().Publish(new CreditedV1(id, Guid.Empty, 5), c => c.MessageId = id);
        await TwoModules.UntilAsync("a second delivery", () => modules.Deliveries.Count >= 2);

        await modules.CreditAsync(6);
        await modules.SettledAsync();

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("5,6");
        (await modules.ScalarAsync<long>("statements", "select count(*) from dead_letters")).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_cannot_be_taken_becomes_a_dead_letter_and_holds_nothing_up()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        modules.Before = (m, _) => m.Cents == 13 ? throw new InvalidOperationException("thirteen is not accepted") : Task.CompletedTask;

        await modules.CreditAsync(12, 13, 14);
        await modules.SettledAsync();

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("12,14");
        var letters = modules.Services.GetRequiredService<DeadLetters>();
        var letter = (await letters.ListAsync(default)).Single();
        letter.Reaction.ShouldBe("statements.on-credited");
        letter.Error.ShouldContain("thirteen is not accepted");
        var account = await modules.ScalarAsync<Guid>("statements", "select things[1] from dead_letters where cardinality(things) = 1");
        (await modules.ScalarAsync<bool>("statements", $"select {DeadLetters.Concern($"'{account}'::uuid")}")).ShouldBeTrue("B02: what it is about can be told to be out of date");

        var platform = modules.Services.GetRequiredService<Platform>();
        (await platform.TakenAsync<CreditedV1>(letter.MessageId, default)).ShouldBeFalse("nobody may promise what it should have done");

        modules.Before = (_, _) => Task.CompletedTask;
        await letters.ReplayAsync(letter.Reaction, letter.MessageId, default);
        (await letters.ListAsync(default)).ShouldBeEmpty();
        (await platform.TakenAsync<CreditedV1>(letter.MessageId, default)).ShouldBeTrue();
        (await modules.ScalarAsync<long>("statements", "select count(*) from statement where cents = 13")).ShouldBe(1);
    }

    [Fact]
    public async Task A_conflict_is_tried_again_on_fresh_state_and_is_no_failure()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        var conflicts = 0;
        modules.Before = (_, _) => Interlocked.Increment(ref conflicts) <= 12 ? throw new EcoprodPlatform.Kernel.ConcurrencyException("someone was faster") : Task.CompletedTask;

        await modules.CreditAsync(1);
        await modules.SettledAsync();

        (await modules.ScalarAsync<long>("statements", "select count(*) from statement")).ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_letter_that_fails_again_stays_and_one_that_is_dropped_is_gone()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        modules.Before = (m, _) => throw new InvalidOperationException("not today");
        await modules.CreditAsync(1);
        await modules.SettledAsync();
        var letters = modules.Services.GetRequiredService<DeadLetters>();
        var letter = (await letters.ListAsync(default)).Single();

        (await Should.ThrowAsync<InvalidOperationException>(() => letters.ReplayAsync(letter.Reaction, letter.MessageId, default))).Message.ShouldBe("not today");
        (await letters.CountAsync(default)).ShouldBe(1);
        await letters.DropAsync(letter.Reaction, letter.MessageId, default);

        (await letters.CountAsync(default)).ShouldBe(0);
        (await modules.ScalarAsync<long>("statements", "select count(*) from statement")).ShouldBe(0);
    }

    [Fact]
    public async Task The_correlation_of_the_cause_arrives_with_the_message()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        var cause = modules.Services.GetRequiredService<IdSource>().NewId();
        await modules.CreditAsync(cause, 1);
        await modules.SettledAsync();

        modules.Correlations.ShouldBe([cause]);
    }

    [Fact]
    public async Task A_host_that_dies_in_the_middle_of_a_reaction_loses_nothing_and_repeats_nothing()
    {
        await using var modules = await TwoModules.StartAsync(await TransportAsync());
        await modules.CreditAsync(1);
        await modules.SettledAsync();
        modules.Before = (_, ct) => Task.Delay(Timeout.Infinite, ct);
        await modules.CreditAsync(2);
        await TwoModules.UntilAsync("a second delivery", () => modules.Deliveries.Count >= 2);

        await modules.AbandonHostAsync();
        modules.Before = (_, _) => Task.CompletedTask;
        await modules.StartHostAsync();
        await modules.CreditAsync(3);
        await modules.SettledAsync();
        await modules.WrittenAsync(3);

        (await modules.ScalarAsync<string>("statements", "select string_agg(cents::text, ',' order by cents) from statement")).ShouldBe("1,2,3");
    }

    [Fact]
    public async Task A_reaction_to_all_takes_every_kind_once_and_knows_who_did_it_even_replayed()
    {
        var seen = new SeenByAll();
        await using var modules = await TwoModules.StartAsync(await TransportAsync(), (services, _) =>
        {
            services.AddSingleton(seen);
            services.AddReactionToAll<TwoModules, OnAnything>("statements");
        });
        var camille = modules.Services.GetRequiredService<IdSource>().NewId();
        seen.Fails = true;
        await modules.CreditAsync(new Actor(new PersonId(camille)), 7);
        await modules.SettledAsync();
        var letters = modules.Services.GetRequiredService<DeadLetters>();
        var letter = (await letters.ListAsync(default)).Single();
        letter.Reaction.ShouldBe("statements.on-anything.ledger.credited.v1");

        seen.Fails = false;
        await letters.ReplayAsync(letter.Reaction, letter.MessageId, default);
        await modules.CreditAsync(8);
        await modules.SettledAsync();

        var all = seen.Taken.ToList();
        all.Select(p => $"{p.WireName} {((CreditedV1)p.Message).Cents} {p.By}").ShouldBe([$"{CreditedV1.WireName} 7 {camille}", $"{CreditedV1.WireName} 8 "]);
        all[0].Id.ShouldBe(((CreditedV1)all[0].Message).EventId);
        (await modules.ScalarAsync<long>("statements", "select count(*) from inbox where reaction = 'statements.on-anything.ledger.credited.v1'")).ShouldBe(2);
        (await modules.ScalarAsync<long>("statements", "select count(*) from statement")).ShouldBe(2, "the reaction to one kind has it too");
    }
}

/// <summary>What the reaction to all was given.</summary>
public sealed class SeenByAll
{
    public bool Fails { get; set; }

    public ConcurrentQueue<Published> Taken { get; } = new();
}

public sealed class OnAnything(SeenByAll seen) : IReactionToAll
{
    public Task ReactAsync(Published published, UnitOfWork work, CancellationToken ct)
    {
        if (seen.Fails)
        {
            throw new InvalidOperationException("not yet");
        }

        seen.Taken.Enqueue(published);
        return Task.CompletedTask;
    }
}
