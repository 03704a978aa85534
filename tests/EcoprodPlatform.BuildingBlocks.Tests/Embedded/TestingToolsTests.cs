using System.Net;
using EcoprodPlatform.Testing;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Embedded;

/// <summary>The tests' own tools, since every other test leans on them.</summary>
public sealed class TestingToolsTests
{
    [Fact]
    public async Task Each_database_is_empty_and_gone_afterwards()
    {
        var one = await TestPostgres.CreateDatabaseAsync();
        await one.ExecuteAsync("create table mine (n int)");
        await using var other = await TestPostgres.CreateDatabaseAsync();

        (await other.ScalarAsync<long>("select count(*) from pg_tables where tablename = 'mine'")).ShouldBe(0);
        await one.DisposeAsync();
        (await other.ScalarAsync<long>($"select count(*) from pg_database where datname = '{one.Name}'")).ShouldBe(0);
    }

    [Fact]
    public async Task The_smtp_server_keeps_what_it_accepts_decoded()
    {
        await using var smtp = await TestSmtp.StartAsync();

        var waiting = smtp.WaitForAsync(m => m.To.Contains("zoe@exemple.fr"));
        await SendAsync(smtp, "zoe@exemple.fr", "Été : 15,66 tCO₂e");

        var mail = await waiting;
        mail.Subject.ShouldBe("Été : 15,66 tCO₂e");
        mail.Text.ShouldContain("Élise");
        mail.Html.ShouldContain("<b>Élise</b>");
        mail.MessageId.ShouldBe("<1@exemple.fr>");
        mail.Tls.ShouldBeFalse();
        smtp.Messages.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_smtp_server_refuses_for_now_or_for_good_and_then_accepts()
    {
        await using var smtp = await TestSmtp.StartAsync();

        await smtp.RefuseAsync("zoe", "450 4.2.1 Later", times: 1);
        (await Should.ThrowAsync<SmtpCommandException>(() => SendAsync(smtp, "zoe@exemple.fr"))).StatusCode.ShouldBe(SmtpStatusCode.MailboxBusy);
        await SendAsync(smtp, "zoe@exemple.fr");
        await smtp.RefuseAsync("zoe", "550 5.1.1 Unknown");
        (await Should.ThrowAsync<SmtpCommandException>(() => SendAsync(smtp, "zoe@exemple.fr"))).StatusCode.ShouldBe(SmtpStatusCode.MailboxUnavailable);
        await smtp.BehaveWellAsync();
        await SendAsync(smtp, "zoe@exemple.fr");

        (await smtp.WaitForCountAsync(2)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_smtp_server_can_hang_up_after_having_kept_a_mail()
    {
        await using var smtp = await TestSmtp.StartAsync();

        await smtp.HangUpAfterDataAsync(times: 1, kept: true);
        await Should.ThrowAsync<Exception>(() => SendAsync(smtp, "zoe@exemple.fr"));

        (await smtp.WaitForCountAsync(1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_smtp_server_can_be_away_and_come_back_on_its_port()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await SendAsync(smtp, "zoe@exemple.fr");
        var port = smtp.Port;

        await smtp.StopAsync();
        await Should.ThrowAsync<System.Net.Sockets.SocketException>(() => SendAsync(smtp, "zoe@exemple.fr"));
        await smtp.StartAgainAsync();
        await SendAsync(smtp, "zoe@exemple.fr");

        smtp.Port.ShouldBe(port);
        (await smtp.WaitForCountAsync(2)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(SecureSocketOptions.StartTls)]
    [InlineData(SecureSocketOptions.SslOnConnect)]
    public async Task The_smtp_server_insists_on_tls_and_login(SecureSocketOptions tls)
    {
        await using var smtp = await TestSmtp.StartAsync(new TestSmtpOptions
        {
            StartTls = tls == SecureSocketOptions.StartTls, ImplicitTls = tls == SecureSocketOptions.SslOnConnect, User = "ecoprod", Password = "secret é",
        });
        using var client = new SmtpClient();

        // A server that speaks TLS from the first byte says nothing to who waits for its greeting.
        await Should.ThrowAsync<Exception>(() => SendAsync(smtp, "zoe@exemple.fr", patience: TimeSpan.FromSeconds(1)));
        await Should.ThrowAsync<SslHandshakeException>(() => client.ConnectAsync("127.0.0.1", smtp.Port, tls), "nobody here trusts its authority: this process was not started with SSL_CERT_FILE");
        smtp.Messages.ShouldBeEmpty();
        File.ReadAllText(smtp.CertificateFile).ShouldContain("BEGIN CERTIFICATE");
    }

    [Theory]
    [InlineData(100, 5, 60, 91.0304569758714)]
    [InlineData(300, 12, 200, 82.53769265968259)]
    [InlineData(0, 0, 0, 100)]
    [InlineData(960, 178, 7372.8, 20.445877140642736)]
    [InlineData(600000, 5000, 300000, 0)]
    public void EcoIndex_agrees_with_the_reference_implementation(int elements, int requests, double kilobytes, double expected)
        => EcoIndex.Of(elements, requests, kilobytes).ShouldBe(expected, 1e-9);

    private static async Task SendAsync(TestSmtp smtp, string to, string subject = "Bonjour", TimeSpan? patience = null)
    {
        using var client = new SmtpClient { Timeout = (int)(patience ?? TimeSpan.FromMinutes(1)).TotalMilliseconds };
        using var mail = new MimeMessage(
            [MailboxAddress.Parse("ecoprod@exemple.fr")],
            [MailboxAddress.Parse(to)],
            subject,
            new BodyBuilder { TextBody = "Bonjour Élise", HtmlBody = "<p>Bonjour <b>Élise</b></p>" }.ToMessageBody()) { MessageId = "1@exemple.fr" };
        await client.ConnectAsync("127.0.0.1", smtp.Port, SecureSocketOptions.None);
        await client.SendAsync(mail);
    }
}

/// <summary>The tests' RabbitMQ.</summary>
public sealed class TestRabbitMqTests
{
    [BrokerFact]
    public async Task A_virtual_host_starts_empty_and_takes_messages()
    {
        var node = await TestRabbitMq.SharedAsync();
        await using var host = await node.CreateVirtualHostAsync();

        (await host.QueuesAsync()).ShouldBeEmpty();
        await host.PublishAsync("amq.fanout", "{}");
        host.Settings.ShouldContain(s => s.Key == "Bus:VirtualHost" && s.Value == host.Name);
    }
}

/// <summary>The host as a process.</summary>
public sealed class HostProcessTests
{
    [Fact]
    public async Task The_host_starts_answers_and_stops_on_a_signal_with_code_0()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(database);

        using var visitor = host.NewVisitor();
        (await visitor.Client.GetAsync(new Uri("/health/live", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await host.StopAsync();
        await host.StartAgainAsync();
        await host.KillAsync();
    }

    [Fact]
    public async Task Without_any_configuration_it_brings_its_own_database_finds_it_again_after_a_kill_and_stops_it()
    {
        await using var host = await HostProcess.StartAsync(new HostProcessOptions());
        var cluster = Path.Combine(host.DataFolder, "pg", "cluster");
        await host.KillAsync();
        Host.Embedded.PostmasterPid.WorkingIn(cluster).ShouldNotBeEmpty();

        await host.StartAgainAsync();
        await host.StopAsync();

        Host.Embedded.PostmasterPid.WorkingIn(cluster).ShouldBeEmpty();
    }
}

/// <summary>The host in this process.</summary>
public sealed class EcoprodAppTests(EcoprodApp app) : IClassFixture<EcoprodApp>
{
    [Fact]
    public async Task A_visitor_reads_pages_and_the_platform_settles()
    {
        using var visitor = app.NewVisitor();

        var page = await visitor.GetPageAsync("/");
        await app.SettledAsync();

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Document.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        (await app.NewVisitor("en").GetPageAsync("/")).Document.DocumentElement.GetAttribute("lang").ShouldBe("en");
    }
}
