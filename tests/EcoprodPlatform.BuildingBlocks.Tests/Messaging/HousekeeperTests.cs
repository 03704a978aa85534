using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>What is forgotten of inboxes and mails, and above all what is not.</summary>
public sealed class HousekeeperTests
{
    private const string Old = "now() - interval '31 days'";

    [Fact]
    public async Task Old_rows_go_in_batches_and_young_ones_stay()
    {
        await using var modules = await StartAsync();
        await modules.ExecuteAsync("statements", $"insert into inbox (reaction, message_id, received_at) select 'statements.on-credited', gen_random_uuid(), {Old} from generate_series(1, 2500)");
        await modules.ExecuteAsync("statements", "insert into inbox (reaction, message_id, received_at) select 'statements.on-credited', gen_random_uuid(), now() - interval '29 days' from generate_series(1, 3)");

        (await CleanAsync(modules)).ShouldBe(2500);
        (await modules.ScalarAsync<long>("statements", "select count(*) from inbox")).ShouldBe(4);
    }

    [Fact]
    public async Task Answers_that_were_kept_for_a_repetition_go_after_a_day()
    {
        await using var modules = await StartAsync();
        foreach (var hours in new[] { 23, 25, 49 })
        {
            await modules.ExecuteAsync("statements", $"insert into repeats (id, fingerprint, command_id, lease_until, recorded_at) select gen_random_uuid(), '', gen_random_uuid(), t, t from (select now() - interval '{hours} hours' as t) x");
        }

        (await CleanAsync(modules)).ShouldBe(2);
        (await modules.ScalarAsync<long>("statements", "select count(*) from repeats")).ShouldBe(1);
    }

    [Fact]
    public async Task Mails_that_are_done_go_and_those_that_wait_stay()
    {
        await using var modules = await StartAsync();
        foreach (var status in new[] { "sent", "refused", "queued" })
        {
            await modules.ExecuteAsync("statements", $"insert into mail_queue (id, cause, recipient, subject, status, queued_at, not_before) values (gen_random_uuid(), 'old', '{status}@example.org', 's', '{status}', {Old}, now() + interval '1 day')");
        }

        (await CleanAsync(modules)).ShouldBe(2);
        (await modules.ScalarAsync<string>("statements", "select string_agg(recipient, ' ' order by recipient) from mail_queue")).ShouldBe("camille@example.org queued@example.org");
    }

    [Fact]
    public async Task Nothing_goes_that_a_relay_which_stands_still_could_deliver_again()
    {
        await using var modules = await StartAsync();
        await AgeAsync(modules);
        var release = new TaskCompletionSource();
        modules.Before = (_, _) => release.Task;
        await modules.CreditAsync(2);
        await TwoModules.UntilAsync("a delivery that stands still", () => modules.Deliveries.Count == 2);
        await modules.ExecuteAsync("ledger", $"update mt_events set timestamp = {Old} where seq_id > 2");

        (await CleanAsync(modules)).ShouldBe(0);

        release.SetResult();
        await modules.SettledAsync();
        (await CleanAsync(modules)).ShouldBe(2, "the old inbox row and the old mail");
    }

    [Fact]
    public async Task Nothing_goes_that_a_dead_letter_could_bring_again()
    {
        await using var modules = await StartAsync();
        await AgeAsync(modules);
        await modules.ExecuteAsync("statements", $"insert into dead_letters (reaction, message_id, wire_name, body, error, failed_at) values ('statements.on-credited', gen_random_uuid(), 'w', '', 'e', {Old})");

        (await CleanAsync(modules)).ShouldBe(0);
    }

    [Fact]
    public async Task A_platform_that_stood_still_still_knows_what_its_queues_may_hold()
    {
        await using var modules = await StartAsync();
        await modules.ExecuteAsync("statements", $"update inbox set received_at = {Old}");

        (await CleanAsync(modules)).ShouldBe(0);
    }

    private static async Task<TwoModules> StartAsync()
    {
        var modules = await TwoModules.StartAsync();
        await modules.CreditAsync(1);
        await modules.SettledAsync();
        return modules;
    }

    /// <summary>The first message and its mail were long ago, and the reaction has taken another since.</summary>
    private static async Task AgeAsync(TwoModules modules)
    {
        await modules.ExecuteAsync("statements", $"update inbox set received_at = {Old}; update mail_queue set queued_at = {Old}");
        await modules.ExecuteAsync("statements", "insert into inbox (reaction, message_id) values ('statements.on-credited', gen_random_uuid())");
    }

    private static Task<int> CleanAsync(TwoModules modules)
        => modules.Services.GetRequiredService<Housekeeper>()
            .CleanAsync(modules.Services.GetServices<ModuleLog>().Single(l => l.Schema == "statements"), default);
}
