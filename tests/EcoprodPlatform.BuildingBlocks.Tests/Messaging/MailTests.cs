using MimeKit;
using EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Testing;
using MailKit.Security;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>RFC 8058: the reader's program ends such mails with one POST. The key leaves the queue with the mail.</summary>
    [Fact]
    public async Task What_can_be_turned_off_says_how_in_its_headers()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await using var modules = await StartAsync(smtp);
        const string Address = "https://ecoprod.example/espaces/desinscription/abcdefghijklmnopqrstuvwxyz012345?a=%C3%A9";

        await modules.MailAsync<TwoModules>("a@example.org", "Facultatif", Address);
        await modules.MailAsync<TwoModules>("a@example.org", "Obligatoire");

        var optional = await smtp.WaitForAsync(m => m.Subject == "Facultatif");
        optional.Headers["List-Unsubscribe"].Trim().ShouldBe($"<{Address}>");
        optional.Headers["List-Unsubscribe-Post"].ShouldBe("List-Unsubscribe=One-Click");
        (await smtp.WaitForAsync(m => m.Subject == "Obligatoire")).Headers.Keys.ShouldNotContain(k => k.StartsWith("List-", StringComparison.OrdinalIgnoreCase));
        await modules.SettledAsync();
        (await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'sent' and unsubscribe is null")).ShouldBe(2);
    }

    [Fact]
    public async Task The_newest_mails_of_all_modules_are_read_with_what_became_of_them()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await using var modules = await StartAsync(smtp);
        await modules.CreditAsync(1);
        await modules.SettledAsync();
        await modules.CreditAsync(2);
        await modules.SettledAsync();

        var queue = modules.Services.GetRequiredService<QueuedMails>();
        (await queue.LatestAsync(1, default)).ShouldHaveSingleItem().Subject.ShouldBe("Crédité : 2");
        var first = (await queue.LatestAsync(20, default))[1];
        (first.Module, first.Subject, first.Status, first.Plain).ShouldBe(("statements", "Crédité : 1", "sent", null));
        (await queue.FindAsync("statements", first.Id, default)).ShouldBe(first);
        (await queue.FindAsync("ledger", first.Id, default)).ShouldBeNull();
        (await queue.FindAsync("nowhere", first.Id, default)).ShouldBeNull();
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

    [Fact]
    public async Task A_server_that_hangs_up_without_having_taken_a_mail_has_it_once_in_the_end()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.HangUpAfterDataAsync(times: 1, kept: false);
        await using var modules = await StartAsync(smtp);

        await modules.CreditAsync(1);

        await smtp.WaitForCountAsync(1);
        await modules.SettledAsync();
        smtp.Messages.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_never_answers_is_given_up_after_a_while_and_asked_again(bool onAKeptConnection)
    {
        await using var smtp = await TestSmtp.StartAsync();
        await using var modules = await StartAsync(smtp, ("Smtp:TimeoutSeconds", "1"));
        if (onAKeptConnection)
        {
            await modules.CreditAsync(1);
            await smtp.WaitForCountAsync(1);
        }

        await smtp.SlowDownAsync(TimeSpan.FromHours(1));
        await modules.CreditAsync(2);
        await TwoModules.UntilAsync("a mail that was given up", async () => await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where last_error is not null") == 1);
        await smtp.BehaveWellAsync();

        await smtp.WaitForAsync(m => m.Subject == "Crédité : 2");
        await modules.SettledAsync();
        smtp.Messages.Count(m => m.Subject == "Crédité : 2").ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_server_is_asked_for_no_more_at_once_than_set_and_holds_up_neither_reactions_nor_other_modules()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.SlowDownAsync(TimeSpan.FromSeconds(1));
        await using var modules = await StartAsync(smtp, ("Smtp:Parallel", "2"));
        await modules.CreditAsync([.. Enumerable.Range(1, 8).Select(n => (long)n)]);
        await TwoModules.UntilAsync("two mails at hand", async () => (await smtp.AtHandAsync()).Now == 2);

        await modules.CreditAsync(9);
        await modules.MailAsync<LogFixture>("dominique@example.org", "Autre module");
        await modules.WrittenAsync(9);
        await smtp.WaitForAsync(m => m.Subject == "Autre module");
        (await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'queued'")).ShouldBeGreaterThan(0);

        await smtp.BehaveWellAsync();
        await smtp.WaitForCountAsync(10);
        (await smtp.AtHandAsync()).Most.ShouldBeLessThanOrEqualTo(4, "two of each module");
    }

    [Fact]
    public async Task One_refused_recipient_of_many_costs_the_others_nothing()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.RefuseAsync("inconnu@", "550 5.1.1 no such person");
        await using var modules = await StartAsync(smtp);
        foreach (var recipient in new[] { "a@example.org", "inconnu@example.org", "b@example.org", "c@example.org" })
        {
            await modules.MailAsync<TwoModules>(recipient, "À tous");
        }

        await modules.SettledAsync();

        smtp.Messages.SelectMany(m => m.To).Order().ShouldBe(["a@example.org", "b@example.org", "c@example.org"]);
        (await modules.ScalarAsync<string>("statements", "select recipient from mail_queue where status = 'refused' and last_error like '%no such person%'")).ShouldBe("inconnu@example.org");
        Sender(modules).IsCircuitClosed.ShouldBeTrue();
    }

    [Theory]
    [InlineData("recipient", "450 4.2.1 later, please")]
    [InlineData("content", "451 4.7.1 later, please")]
    [InlineData("content", "554 5.7.1 later, please")]
    [InlineData("content", "550 5.7.1 later, please")]
    public async Task A_mail_that_is_not_taken_now_waits_alone_and_leaves_later(string what, string answer)
    {
        await using var smtp = await TestSmtp.StartAsync();
        await (what == "recipient" ? smtp.RefuseAsync("camille@", answer, times: 1) : smtp.RefuseContentAsync("Plus tard", answer, times: 1));
        await using var modules = await StartAsync(smtp);
        await modules.MailAsync<TwoModules>("camille@example.org", "Plus tard");
        await TwoModules.UntilAsync("a mail that waits", async () => await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'queued' and attempts = 1 and not_before > now() + interval '2 seconds' and last_error like '%later, please%'") == 1);

        await modules.MailAsync<TwoModules>("dominique@example.org", "Tout de suite");
        await smtp.WaitForAsync(m => m.Subject == "Tout de suite");
        Sender(modules).IsCircuitClosed.ShouldBeTrue();
        await modules.ExecuteAsync("statements", "update mail_queue set not_before = now()");
        await modules.SettledAsync();

        smtp.Messages.Select(m => m.Subject).ShouldBe(["Tout de suite", "Plus tard"]);
    }

    [Fact]
    public async Task The_circuit_opens_while_the_server_is_away_and_closes_when_it_is_back()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.StopAsync();
        await using var modules = await StartAsync(smtp);
        await modules.CreditAsync(1, 2, 3, 4, 5, 6);
        await TwoModules.UntilAsync("an open circuit", () => !Sender(modules).IsCircuitClosed);
        Sender(modules).Errors.Keys.ShouldBe(["statements"]);

        await smtp.StartAgainAsync();
        await smtp.WaitForCountAsync(6);

        await TwoModules.UntilAsync("a closed circuit", () => Sender(modules).IsCircuitClosed);
        await modules.SettledAsync();
        Sender(modules).Errors.ShouldBeEmpty();
        smtp.Messages.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_host_that_stops_while_a_mail_is_being_taken_leaves_nothing_for_the_next_one_to_send_again()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.SlowDownAsync(TimeSpan.FromSeconds(2));
        await using var modules = await StartAsync(smtp);
        var another = await modules.StartAnotherHostAsync();
        try
        {
            await modules.CreditAsync(1);
            await TwoModules.UntilAsync("a mail at hand", async () => (await smtp.AtHandAsync()).Now == 1);
            await modules.StopHostAsync();
            await smtp.BehaveWellAsync();
            var daemon = another.Services.GetRequiredService<LogDaemon>();
            await TwoModules.UntilAsync("the other host owning both modules", () => daemon.Owned.Count == 2);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await another.Services.GetRequiredService<Platform>().SettledAsync(patience.Token);
        }
        finally
        {
            await another.StopAsync();
            another.Dispose();
        }

        smtp.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_away_just_when_a_mail_was_taken_makes_no_second_copy()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.SlowDownAsync(TimeSpan.FromSeconds(1));
        await using var modules = await StartAsync(smtp);
        await modules.CreditAsync(1);
        await TwoModules.UntilAsync("a mail at hand", async () => (await smtp.AtHandAsync()).Now == 1);

        await modules.LockDatabaseAsync();
        await smtp.WaitForCountAsync(1);
        await smtp.BehaveWellAsync();
        await modules.UnlockDatabaseAsync();
        await TwoModules.UntilAsync("the mail written down", async () => await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'sent'") == 1);
        await modules.MailAsync<TwoModules>("dominique@example.org", "Après");
        await smtp.WaitForAsync(m => m.Subject == "Après");

        smtp.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task No_second_sees_more_mails_than_set()
    {
        var clock = new StandingClock();
        var rate = new SendingRate(10, clock);

        var turns = Enumerable.Range(0, 35).Select(_ => rate.TurnAsync(default)).ToList();

        turns.Count(t => t.IsCompleted).ShouldBe(1, "the first goes at once");
        clock.Due.Select(d => (int)Math.Round(d.TotalMilliseconds)).ShouldBe(Enumerable.Range(1, 34).Select(n => n * 100));
        clock.Advance(TimeSpan.FromMinutes(1));
        (await Task.WhenAll(turns).WaitAsync(TimeSpan.FromSeconds(5)).ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default)).ShouldBeTrue();
        rate.TurnAsync(default).IsCompleted.ShouldBeTrue("nothing was saved up, nothing is owed");
        rate.TurnAsync(default).IsCompleted.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_nothing(bool fromTheFirstByte)
    {
        await using var smtp = await TestSmtp.StartAsync(new TestSmtpOptions { StartTls = !fromTheFirstByte, ImplicitTls = fromTheFirstByte, User = "ecoprod", Password = "s3cret" });
        await using var modules = await StartAsync(smtp);

        await modules.CreditAsync(1);

        (await WhyMailsWaitAsync(modules)).ShouldContain("certificate");
        smtp.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_that_trusts_the_server_s_authority_signs_in_and_sends_over_TLS(bool fromTheFirstByte)
    {
        await using var smtp = await TestSmtp.StartAsync(new TestSmtpOptions { StartTls = !fromTheFirstByte, ImplicitTls = fromTheFirstByte, User = "ecoprod", Password = "s3cret é" });
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(new HostProcessOptions
        {
            Settings = [new("ConnectionStrings:Ecoprod", database.ConnectionString), .. smtp.Settings],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["SSL_CERT_FILE"] = smtp.CertificateFile },
        });
        using var visitor = host.NewVisitor();

        var page = await visitor.GetPageAsync("/compte/inscription");
        await visitor.SubmitAsync(page, ("firstName", "Zoé"), ("lastName", "Durand"), ("email", "zoe@exemple.fr"), ("password", "une longue phrase de passe 42"));

        var mail = await smtp.WaitForAsync(m => m.To.Contains("zoe@exemple.fr"));
        mail.Tls.ShouldBeTrue();
        mail.User.ShouldBe("ecoprod");
        host.Log.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_server_without_STARTTLS_gets_nothing_where_it_is_demanded()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await using var modules = await StartAsync(smtp, ("Smtp:Tls", "starttls"));

        await modules.CreditAsync(1);

        (await WhyMailsWaitAsync(modules)).ShouldContain("STARTTLS");
        smtp.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_password_that_the_server_refuses_is_told_without_it()
    {
        await using var smtp = await TestSmtp.StartAsync(new TestSmtpOptions { User = "ecoprod", Password = "s3cret" });
        await using var modules = await StartAsync(smtp, ("Smtp:Password", "m1staken"));

        await modules.CreditAsync(1);

        var why = await WhyMailsWaitAsync(modules);
        why.ShouldContain("Authentication credentials invalid");
        why.ShouldNotContain("m1staken");
        smtp.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("none", null, SecureSocketOptions.None, 25)]
    [InlineData("starttls", null, SecureSocketOptions.StartTls, 25)]
    [InlineData("implicit", null, SecureSocketOptions.SslOnConnect, 465)]
    [InlineData(null, null, SecureSocketOptions.None, 25)]
    [InlineData(null, "true", SecureSocketOptions.StartTls, 25)]
    [InlineData("", "true", SecureSocketOptions.StartTls, 25)]
    [InlineData("implicit", "true", SecureSocketOptions.SslOnConnect, 465)]
    public void How_TLS_begins_is_a_setting(string? tls, string? startTls, SecureSocketOptions expected, int port)
    {
        var settings = Settings(("Smtp:Tls", tls), ("Smtp:StartTls", startTls));

        settings.Tls.ShouldBe(expected);
        settings.Port.ShouldBe(port);
        Settings(("Smtp:Tls", tls), ("Smtp:Port", "587")).Port.ShouldBe(587);
    }

    [Theory]
    [InlineData("Smtp:Tls", "ssl")]
    [InlineData("Smtp:From", "Ecoprod")]
    public void A_setting_that_cannot_be_is_told_at_start(string name, string value)
        => Should.Throw<SettingException>(() => Settings((name, value))).Setting.ShouldBe(name);

    [Theory]
    [InlineData("Zoé Çelik", "zoe@exemple.fr")]
    [InlineData("Renaud, Camille \"dite\" <la Rapide>", "camille@example.org")]
    [InlineData("名前", "a@example.org")]
    [InlineData(null, "sans.nom@exemple.fr")]
    public async Task Names_and_subjects_arrive_as_written(string? name, string address)
    {
        await using var smtp = await TestSmtp.StartAsync();
        using var transport = new SmtpTransport(Settings([.. smtp.Settings.Select(s => (s.Key, (string?)s.Value)), ("Smtp:From", "Écoprod – Le réseau <ne-pas-repondre@ecoprod.example>")]), TimeProvider.System);
        var id = Guid.NewGuid();
        const string Subject = "« Été à Évry » : 15,66 tCO₂e, une évaluation dont l’objet tient à peine sur une ligne et même sur deux 🎬";

        await transport.SendAsync(id, new OutgoingMail(address, name, Subject, "<p>Été</p>", "Été\r\n.\r\nfin"), default);

        var mail = smtp.Messages.ShouldHaveSingleItem();
        mail.To.ShouldBe([address]);
        mail.Subject.ShouldBe(Subject);
        mail.Text.ReplaceLineEndings("\n").ShouldBe("Été\n.\nfin");
        mail.FromHeader.ShouldContain("Écoprod – Le réseau");
        mail.MessageId.ShouldBe($"<{id:N}@ecoprod.example>");
        mail.Headers["Auto-Submitted"].ShouldBe("auto-generated");
        mail.Headers.Keys.ShouldNotContain("Bcc");
        foreach (var word in (name ?? "").Split([' ', ',', '"', '<', '>', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            mail.ToHeader.ShouldContain(word);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("camille")]
    [InlineData("camille@")]
    [InlineData("a@example.org, b@example.org")]
    [InlineData("a@example.org>\r\nRCPT TO:<b@example.org")]
    [InlineData("a@example.org\r\nBcc: b@example.org")]
    public async Task What_is_no_address_is_refused_for_good(string address)
    {
        await using var smtp = await TestSmtp.StartAsync();
        using var transport = new SmtpTransport(Settings([.. smtp.Settings.Select(s => (s.Key, (string?)s.Value))]), TimeProvider.System);

        await Should.ThrowAsync<MailRefusedException>(() => transport.SendAsync(Guid.NewGuid(), new OutgoingMail(address, null, "Bonjour", "<p>Bonjour</p>", "Bonjour"), default));

        smtp.Messages.ShouldBeEmpty();
    }

    private static MailSettings Settings(params (string Name, string? Value)[] settings)
        => MailSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))).Build(), "");

    private static async Task<string> WhyMailsWaitAsync(TwoModules modules)
    {
        await TwoModules.UntilAsync("a mail that could not leave", async () => await modules.ScalarAsync<long>("statements", "select count(*) from mail_queue where status = 'queued' and last_error is not null") == 1);
        return await modules.ScalarAsync<string>("statements", "select last_error from mail_queue");
    }

    [Fact]
    public void A_mail_that_was_handed_over_is_not_kept_in_memory_by_the_sender_it_shares_with_all_others()
    {
        var sender = new MimeKit.MailboxAddress("Ecoprod", "ne-pas-repondre@ecoprod.example");
        var mail = Composed(sender);

        GC.Collect();

        mail.IsAlive.ShouldBeFalse();
        GC.KeepAlive(sender);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Composed(MimeKit.MailboxAddress sender)
            => new(MailComposer.Compose(Guid.Empty, new OutgoingMail("camille@example.org", null, "Sujet", "<p>Corps</p>", "Corps"), sender));
    }

    private static MailSender Sender(TwoModules modules) => modules.Services.GetRequiredService<MailSender>();

    private static Task<TwoModules> StartAsync(TestSmtp smtp, params (string Name, string Value)[] more)
        => TwoModules.StartAsync(more.Select(m => KeyValuePair.Create(m.Name, (string?)m.Value)).Concat(smtp.Settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).DistinctBy(s => s.Key));

    /// <summary>Time passes when the test says so.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private readonly List<(TimerCallback Callback, object? State)> _timers = [];
        private long _now;

        public List<TimeSpan> Due { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by)
        {
            _now += by.Ticks;
            _timers.ForEach(t => t.Callback(t.State));
            _timers.Clear();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Due.Add(dueTime);
            _timers.Add((callback, state));
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A name is data: whatever it looks like, it makes no second recipient and no header.</summary>
    [Theory]
    [InlineData("Ann\" <someone@example.org>, \"B")]
    [InlineData("Ann <someone@example.org>, B")]
    [InlineData("Ann, Bob; Carl:")]
    [InlineData("Ann\r\nBcc: someone@example.org")]
    [InlineData("Élodie, \"Éd\" <someone@example.org>")]
    [InlineData("=?utf-8?q?Ann=22_=3Csomeone=40example.org=3E?=")]
    public async Task A_name_never_becomes_a_second_recipient(string name)
    {
        var sender = new MailboxAddress("Ecoprod", "ne-pas-repondre@ecoprod.example");
        using var mail = MailComposer.Compose(Guid.Parse("5afe0000-0000-7000-8000-000000000001"), new OutgoingMail("camille@example.org", name, $"Bonjour {name}", "<p>x</p>", "x"), sender);
        mail.Prepare(EncodingConstraint.SevenBit);
        using var wire = new MemoryStream();
        await mail.WriteToAsync(wire);
        wire.Position = 0;
        using var read = await MimeMessage.LoadAsync(wire);

        read.GetRecipients().Select(r => r.Address).ShouldBe(["camille@example.org"]);
        read.Headers.Count(h => h.Id is HeaderId.To or HeaderId.Bcc or HeaderId.Cc).ShouldBe(1);
    }

    [Theory]
    [InlineData("Ouvrez https://ecoprod.example/compte/nouveau-mot-de-passe?personne=1&jeton=abc puis :", "Ouvrez https://ecoprod.example/compte/nouveau-mot-de-passe?… puis :")]
    [InlineData("https://ecoprod.example/invitations/QWxhZGRpbjpvcGVuIHNlc2FtZQ_0123456789", "https://ecoprod.example/invitations/…")]
    [InlineData("https://ecoprod.example/projets/018ba44a-3270-79f6-a599-730ab83758ff/configuration", "https://ecoprod.example/projets/018ba44a-3270-79f6-a599-730ab83758ff/configuration")]
    public void What_is_personal_in_a_link_is_masked(string plain, string masked) => PersonalLinks.Mask(plain).ShouldBe(masked);
}
