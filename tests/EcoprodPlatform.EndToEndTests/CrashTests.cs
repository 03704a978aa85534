using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.CrashTest;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>
/// The short form of tests/crash (docs/crash-test.md): kill -9 of hosts, on RabbitMQ and in memory, a crash of PostgreSQL,
/// a kill of RabbitMQ and a cut of SMTP under load. Nothing is lost, nothing is done twice.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_model_knows_every_publication_and_every_reaction()
    {
        await using var parts = new PlatformParts();
        CrashRun.Gaps(parts).ShouldBeEmpty();
    }

    [BrokerFact]
    public async Task Killing_hosts_PostgreSQL_RabbitMQ_and_SMTP_under_load_loses_nothing_and_does_nothing_twice()
    {
        var seed = Environment.GetEnvironmentVariable("ECOPROD_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : 9;
        var report = await CrashRun.RunAsync(new CrashOptions
        {
            Seed = seed,
            Kills = 8,
            DatabaseCrashes = 1,
            BrokerOutages = 1,
            MailOutages = 1,
            // Other tests run beside it: it does not wait for slow starts, and how fast a host takes over is measured by the long form.
            KillPatience = TimeSpan.FromSeconds(6),
            TakeoverLimit = TimeSpan.FromSeconds(15),
            Folder = Repository.PathOf("artifacts", "crash"),
            Say = output.WriteLine,
        });

        foreach (var (name, value) in report.Figures)
        {
            output.WriteLine($"{value.ToString("#,0.##", CultureInfo.InvariantCulture),14}  {name}");
        }

        report.Differences.ShouldBeEmpty($"seed {seed}; {string.Join(Environment.NewLine, report.Remarks)}");
        report.Figures["mails"].ShouldBeGreaterThan(0);
        report.Figures["duo: done"].ShouldBeGreaterThan(0);
        report.Figures["solo: done"].ShouldBeGreaterThan(0);
    }
}

/// <summary>A host that is told to stop ends by itself, with everything done or written down.</summary>
public sealed class CleanStopTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    [Fact]
    public async Task SIGTERM_ends_the_host_cleanly_and_loses_nothing()
    {
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        using var created = await producer.PostAsJsonAsync("/api/projects", new { title = "Fin propre", editorialGenre = "commercial", leadCountry = "FR", currency = "EUR", episodes = 1 });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        using var tagged = await producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ECOLOPROD Publicité" });
        tagged.StatusCode.ShouldBe(HttpStatusCode.Created, await tagged.Content.ReadAsStringAsync());

        await platform.Host.StopAsync();
        await platform.Host.StartAgainAsync();

        await platform.MailsAboutAsync(["Fin propre"], TimeSpan.FromSeconds(60));
    }
}
