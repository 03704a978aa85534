using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>The durable mail queue against a real SMTP server.</summary>
public sealed class MailTests
{
    [Fact]
    public async Task A_mail_arrives_with_both_bodies_and_its_text_is_then_forgotten()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await using var modules = await StartAsync(smtp);

        await modules.CreditAsync(42);

        var mail = await smtp.WaitForAsync(m => m.Subject == "Crédité : 42");
        mail.Text.Trim().ShouldBe("Crédité");
        mail.Html.ShouldContain("<p>Crédité</p>");
        await modules.SettledAsync();
        (await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'sent' and html is null and plain is null")).ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_down_delays_mails_and_loses_none()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.StopAsync();
        await using var modules = await StartAsync(smtp);
        await modules.CreditAsync(1, 2, 3, 4, 5, 6);
        await TwoModules.UntilAsync("a mail that could not leave", async () => await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where last_error is not null") > 0);

        await smtp.StartAgainAsync();

        var mails = await smtp.WaitForCountAsync(6);
        mails.Select(m => m.Subject).Order().ShouldBe(Enumerable.Range(1, 6).Select(n => $"Crédité : {n}"));
        await modules.SettledAsync();
        smtp.Messages.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_recipient_refused_for_good_is_kept_with_the_reason_and_holds_nothing_up()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.RefuseAsync("camille@example.org", "550 5.1.1 no such person", times: 1);
        await using var modules = await StartAsync(smtp);

        await modules.CreditAsync(1);
        await modules.SettledAsync();
        await modules.CreditAsync(2);
        await smtp.WaitForAsync(m => m.Subject == "Crédité : 2");

        (await modules.ScalarAsync<string>("statements", "select last_error from mail_queue where status = 'refused'")).ShouldContain("no such person");
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_taking_a_mail_gets_it_again_with_the_same_message_id()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.HangUpAfterDataAsync(times: 1, kept: true);
        await using var modules = await StartAsync(smtp);

        await modules.CreditAsync(1);

        var copies = await smtp.WaitForCountAsync(2);
        copies.Select(m => m.MessageId).Distinct().ShouldHaveSingleItem();
        await modules.SettledAsync();
        smtp.Messages.Count.ShouldBe(2);
    }

    private static Task<TwoModules> StartAsync(TestSmtp smtp)
        => TwoModules.StartAsync(smtp.Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
}
