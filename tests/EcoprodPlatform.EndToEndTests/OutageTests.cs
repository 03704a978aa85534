using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The demo platform on a PostgreSQL of its own that may go away.</summary>
public sealed class FragilePlatform : DemoPlatform
{
    public OwnPostgres Postgres { get; private set; } = null!;

    /// <summary>Sixty tags are looked for in sixty mails.</summary>
    protected override IEnumerable<KeyValuePair<string, string>> More => [new("MemberSpace:TaggedMailsPerHour", "1000")];

    public override async Task InitializeAsync()
    {
        Postgres = await OwnPostgres.StartAsync();
        await LoadAsync(Postgres.ConnectionString);
        await StartAsync(Postgres.ConnectionString);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}

/// <summary>PostgreSQL dies under way: people are told, nothing is half done, and all goes on by itself when it is back.</summary>
public sealed class OutageTests(FragilePlatform platform) : IClassFixture<FragilePlatform>
{
    private const int Tags = 60;

    [Fact]
    public async Task PostgreSQL_dying_three_times_during_tags_and_forms_loses_nothing_and_does_nothing_twice()
    {
        using var administrator = await platform.ApiAsync(DemoPlatform.Administrator);
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        using var visitor = await SignedInAsync("fr");
        var organisation = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetGuid();
        var before = await ProjectsAsync(administrator, organisation);
        var done = 0;
        var refused = 0;

        var tagging = Task.Run(async () =>
        {
            for (var n = 1; n <= Tags; n++)
            {
                var id = Guid.CreateVersion7();
                refused += await UntilDoneAsync(() => producer.PostAsJsonAsync("/api/projects", new { id, title = $"Panne {n:000}", editorialGenre = "commercial", leadCountry = "FR", currency = "EUR", episodes = 1 }));
                // Told 503 although it was committed: the second attempt then finds it tagged.
                refused += await UntilDoneAsync(() => producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ECOLOPROD Publicité" }), HttpStatusCode.Conflict);
                Interlocked.Increment(ref done);
            }
        });
        var forms = Task.Run(async () =>
        {
            for (var n = 1; n <= Tags / 3; n++)
            {
                await OpenByFormAsync(visitor, $"Formulaire {n:000}");
            }
        });

        for (var crash = 1; crash <= 3; crash++)
        {
            // A failure or a standstill ends the test here; it must not become a wait without end.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
            while (Volatile.Read(ref done) < crash * Tags / 4)
            {
                if (tagging.IsFaulted)
                {
                    await tagging;
                }

                await Task.Delay(5, patience.Token);
            }

            await platform.Postgres.CrashAsync();
            await SeenAsync();
            await platform.Postgres.StartAgainAsync();
        }

        await tagging.WaitAsync(TimeSpan.FromSeconds(120));
        await forms.WaitAsync(TimeSpan.FromSeconds(60));
        refused.ShouldBeGreaterThan(0, "the outage was never met");

        var titles = Enumerable.Range(1, Tags).Select(n => $"Panne {n:000}").ToArray();
        var mails = await platform.MailsAboutAsync(titles, TimeSpan.FromSeconds(90));
        mails.Where(m => m.Text.Contains("Panne ", StringComparison.Ordinal)).Select(m => m.MessageId).Distinct().Count().ShouldBe(Tags * 2);
        (await ProjectsAsync(administrator, organisation)).ShouldBe(before + Tags);
        foreach (var n in Enumerable.Range(1, Tags / 3))
        {
            var found = await producer.GetFromJsonAsync<JsonElement>($"/api/projects?q=Formulaire {n:000}");
            found.ToString().Split($"Formulaire {n:000}").Length.ShouldBe(2, "each form made one project");
        }

        await platform.Host.ReadyAsync();
        (await visitor.GetPageAsync("/projets")).Path.ShouldBe("/projets", "nobody was signed out");
    }

    [Fact]
    public async Task While_it_is_away_pages_and_programs_are_told_in_their_language_and_sessions_live_on()
    {
        using var french = await SignedInAsync("fr");
        using var english = await SignedInAsync("en", DemoPlatform.EnglishAdministrator);
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        await platform.Postgres.CrashAsync();
        try
        {
            var page = await french.GetPageAsync("/projets");
            page.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            page.Document.DocumentElement.GetAttribute("lang").ShouldBe("fr");
            page.Text.ShouldContain("momentanément indisponible");
            (await english.GetPageAsync("/espaces")).Text.ShouldContain("briefly unavailable");
            using var stranger = platform.Host.NewVisitor();
            (await stranger.GetPageAsync("/")).Text.ShouldNotBeEmpty();
            using var signIn = await producer.PostAsJsonAsync("/api/accounts/tokens", new { email = DemoPlatform.Producer, password = DemoPlatform.Password });
            await ShouldBeAwayAsync(signIn);

            using var answer = await producer.GetAsync(new Uri("/api/projects", UriKind.Relative));
            await ShouldBeAwayAsync(answer);
            using var health = await producer.GetAsync(new Uri("/health/ready", UriKind.Relative));
            health.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await health.Content.ReadAsStringAsync()).ShouldBe("{\"status\":\"Unhealthy\"}", "strangers learn no more");
            using var live = await producer.GetAsync(new Uri("/health/live", UriKind.Relative));
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            await platform.Postgres.StartAgainAsync();
        }

        await platform.Host.ReadyAsync();
        (await french.GetPageAsync("/projets")).Path.ShouldBe("/projets");
        (await english.GetPageAsync("/projets")).Text.ShouldNotContain("momentanément", customMessage: "she reads English");
        (await english.GetPageAsync("/projets")).Path.ShouldBe("/projets");
    }

    private static async Task ShouldBeAwayAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("web.unavailable");
    }

    /// <summary>Sends until it is accepted; every refusal is the documented one. How many there were.</summary>
    private static async Task<int> UntilDoneAsync(Func<Task<HttpResponseMessage>> send, HttpStatusCode alsoDone = HttpStatusCode.OK)
    {
        for (var refused = 0; ; refused++)
        {
            using var answer = await send();
            if (answer.IsSuccessStatusCode || (refused > 0 && answer.StatusCode == alsoDone))
            {
                return refused;
            }

            // The register of tags hears of a new project's owner a moment later at most; nothing else may be said.
            await ShouldBeAwayAsync(answer);
            await Task.Delay(50);
        }
    }

    /// <summary>As a person does: reads the form, sends it, sends it again when told to.</summary>
    private static async Task OpenByFormAsync(Visitor visitor, string title)
    {
        Page form;
        while ((form = await visitor.GetPageAsync("/projets/nouveau")).Status != HttpStatusCode.OK)
        {
            form.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, form.Text);
            await Task.Delay(50);
        }

        form.Path.ShouldBe("/projets/nouveau", "an outage signs nobody out");
        while (true)
        {
            var answer = await visitor.SubmitAsync(form, ("title", title), ("editorialGenre", "commercial"));
            if (answer.Status == HttpStatusCode.OK)
            {
                answer.Path.ShouldContain("/configuration", customMessage: answer.Text);
                return;
            }

            answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, answer.Text);
            answer.Text.ShouldContain("momentanément indisponible");
            await Task.Delay(50);
        }
    }

    private async Task<Visitor> SignedInAsync(string language, string email = DemoPlatform.Producer)
    {
        var visitor = platform.Host.NewVisitor(language);
        var page = await visitor.GetPageAsync("/compte/connexion");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)page.Document.QuerySelector("input[type=password]")!.Closest("form")!;
        (await visitor.SubmitAsync(page, form, ("email", email), ("password", DemoPlatform.Password))).Status.ShouldBe(HttpStatusCode.OK);
        return visitor;
    }

    /// <summary>Until the host has met the outage.</summary>
    private async Task SeenAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new HttpClient { BaseAddress = platform.Host.Address };
        HttpStatusCode status;
        do
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
            status = answer.StatusCode;
        }
        while (status != HttpStatusCode.ServiceUnavailable);
    }

    private static async Task<long> ProjectsAsync(HttpClient client, Guid organisation)
        => (await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{organisation}/dashboard")).GetProperty("projects").GetInt64();
}

/// <summary>A part that is missing at start: the host says so, and goes on by itself when it comes.</summary>
public sealed class MissingAtStartTests
{
    [Fact]
    public async Task PostgreSQL_missing_at_start_is_said_in_the_log_and_the_host_serves_once_it_is_there()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        await postgres.CrashAsync();
        await using var host = await HostProcess.StartAsync(new HostProcessOptions { Settings = [new("ConnectionStrings:Ecoprod", postgres.ConnectionString)], WaitUntilReady = false });
        await SaidAsync(host, "la base de données ne répond pas", "the database cannot be reached");

        await postgres.StartAgainAsync();

        await host.ReadyAsync();
    }

    [Fact]
    public async Task PostgreSQL_dying_in_the_middle_of_a_start_is_waited_for_too()
    {
        await using var postgres = await OwnPostgres.StartAsync();
        KeyValuePair<string, string>[] settings = [new("ConnectionStrings:Ecoprod", postgres.ConnectionString)];
        (await HostProcess.RunAsync(settings, "migrate")).ExitCode.ShouldBe(0);
        await using (var connection = new Npgsql.NpgsqlConnection(new Npgsql.NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Pooling = false }.ConnectionString))
        {
            await connection.OpenAsync();
            // Holds the host where it has migrated, and makes the first key of sessions.
            await using var hold = new Npgsql.NpgsqlCommand("select pg_advisory_lock(hashtext('ecoprod data protection keys'))", connection);
            await hold.ExecuteNonQueryAsync();
            await using var host = await HostProcess.StartAsync(new HostProcessOptions { Settings = settings, WaitUntilReady = false });
            await using var waits = new Npgsql.NpgsqlCommand("select exists (select 1 from pg_locks where locktype = 'advisory' and not granted)", connection);
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            while (await waits.ExecuteScalarAsync() is not true)
            {
                host.HasExited.ShouldBeFalse(host.Log);
                end.IsCancellationRequested.ShouldBeFalse(host.Log);
                await Task.Delay(50);
            }

            await postgres.CrashAsync();
            await postgres.StartAgainAsync();

            await host.ReadyAsync();
        }
    }

    [Fact]
    public async Task A_database_that_refuses_us_is_said_in_words_not_in_a_stack_trace()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        var wrong = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "nowhere" }.ConnectionString;

        var (code, output) = await HostProcess.RunAsync([new("ConnectionStrings:Ecoprod", wrong)], "migrate");

        code.ShouldBe(1);
        output.ShouldContain("La base de données n'est pas utilisable");
        output.ShouldContain("The database cannot be used");
        output.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task SMTP_missing_at_start_delays_mails_and_nothing_else()
    {
        await using var smtp = await TestSmtp.StartAsync();
        await smtp.StopAsync();
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await using var host = await HostProcess.StartAsync(database, smtp.Settings);
        using var visitor = host.NewVisitor();

        await RegisterAsync(visitor, "sans-smtp@exemple.fr");
        await SaidAsync(host, "Mails wait");
        await smtp.StartAgainAsync();

        var mail = await smtp.WaitForAsync(m => m.To.Contains("sans-smtp@exemple.fr"));
        mail.Text.ShouldContain(host.Address.ToString());
    }

    [BrokerFact]
    public async Task RabbitMQ_missing_at_start_delays_what_crosses_modules_and_nothing_else()
    {
        await using var broker = await TestRabbitMq.StartOwnAsync();
        await using var database = await TestPostgres.CreateDatabaseAsync();
        KeyValuePair<string, string>[] bus =
        [
            new("Bus:Transport", "rabbitmq"), new("Bus:Host", broker.Host), new("Bus:Port", broker.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("Bus:User", broker.User), new("Bus:Password", broker.Password),
        ];
        await broker.KillAsync();
        await using var host = await HostProcess.StartAsync(new HostProcessOptions
        {
            Settings = [new("ConnectionStrings:Ecoprod", database.ConnectionString), .. bus],
        });

        using var client = new HttpClient { BaseAddress = host.Address };
        using var health = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        health.StatusCode.ShouldBe(HttpStatusCode.OK, "pages are served without the broker");
        (await health.Content.ReadAsStringAsync()).ShouldContain("Degraded");
        using var visitor = host.NewVisitor();
        await RegisterAsync(visitor, "sans-bus@exemple.fr");
        var mail = await EmlAsync(host, "sans-bus@exemple.fr");
        mail.ShouldContain("sans-bus@exemple.fr", customMessage: "a mail of the module itself needs no broker");

        // Away for so long that the host's own watch over its queues has taken part too.
        await UntilAsync(() => Task.FromResult(host.Log.Contains("connecting to it again", StringComparison.Ordinal)));
        await broker.StartAgainAsync();

        await UntilAsync(async () => (await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative))).Contains("\"status\":\"Healthy\"", StringComparison.Ordinal));
        await UntilAsync(() => database.ScalarAsync<bool>("select (select position from accounts.projections where name = 'relay') = (select max(seq_id) from accounts.mt_events)"));

        async Task UntilAsync(Func<Task<bool>> isSo)
        {
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            while (!await isSo())
            {
                host.HasExited.ShouldBeFalse(host.Log);
                end.IsCancellationRequested.ShouldBeFalse(host.Log);
                await Task.Delay(100);
            }
        }
    }

    internal static async Task RegisterAsync(Visitor visitor, string email)
    {
        var page = await visitor.GetPageAsync("/compte/inscription");
        var sent = await visitor.SubmitAsync(page, ("firstName", "Camille"), ("lastName", "Durand"), ("email", email), ("password", DemoPlatform.Password));
        sent.Path.ShouldBe("/compte/inscription/envoyee", sent.Text);
    }

    internal static async Task<string> EmlAsync(HostProcess host, string recipient, TimeSpan? patience = null)
    {
        var folder = Path.Combine(host.DataFolder, "mails");
        using var end = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
            {
                var text = await File.ReadAllTextAsync(file, end.Token);
                if (text.Contains(recipient, StringComparison.Ordinal))
                {
                    return text;
                }
            }

            try
            {
                await Task.Delay(50, end.Token);
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"No mail to {recipient}. The host's log: {host.Log}", e);
            }
        }
    }

    internal static async Task SaidAsync(HostProcess host, params string[] texts)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!Array.TrueForAll(texts, t => host.Log.Contains(t, StringComparison.OrdinalIgnoreCase)))
        {
            host.HasExited.ShouldBeFalse(host.Log);
            end.IsCancellationRequested.ShouldBeFalse($"never said {string.Join(", ", texts)}: {host.Log}");
            await Task.Delay(50);
        }
    }
}
