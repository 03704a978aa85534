using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>kill -9 at random moments on the in-memory transport: no mail lost, no dashboard wrong.</summary>
public sealed class CrashTests(DemoPlatform platform) : IClassFixture<DemoPlatform>
{
    private const int Tags = 200;

    [Fact]
    public async Task Killing_the_host_at_random_moments_during_200_tags_loses_no_mail_and_no_dashboard_change()
    {
        var random = new Random(9);
        var titles = Enumerable.Range(1, Tags).Select(n => $"Coupure {n:000}").ToArray();
        Guid organisation;
        long before;
        using (var administrator = await platform.ApiAsync(DemoPlatform.Administrator))
        {
            organisation = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single().GetProperty("id").GetGuid();
            before = await ProjectsAsync(administrator, organisation);
        }

        var kills = Enumerable.Range(0, 5).Select(_ => random.Next(Tags)).ToHashSet();
        var producer = await platform.ApiAsync(DemoPlatform.Producer);
        for (var n = 0; n < Tags; n++)
        {
            if (kills.Contains(n))
            {
                // Right behind the last answer: its event is committed, its mails and its dashboard row hardly.
                await platform.Host.KillAsync();
                await platform.Host.StartAgainAsync();
                producer.Dispose();
                producer = await platform.ApiAsync(DemoPlatform.Producer);
            }

            using var created = await producer.PostAsJsonAsync("/api/projects", new { title = titles[n], editorialGenre = "commercial", leadCountry = "FR", currency = "EUR", episodes = 1 });
            created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
            var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
            using var tagged = await producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ECOLOPROD Publicité" });
            tagged.StatusCode.ShouldBe(HttpStatusCode.Created, await tagged.Content.ReadAsStringAsync());
        }

        await platform.Host.KillAsync();
        await platform.Host.StartAgainAsync();
        producer.Dispose();

        var mails = await platform.MailsAboutAsync(titles, TimeSpan.FromSeconds(90));
        foreach (var copies in mails.GroupBy(m => m.MessageId))
        {
            copies.Select(m => m.Text).Distinct().ShouldHaveSingleItem();
        }

        // At least once each, and a copy only where the server had accepted and the host died before noting it.
        mails.Where(m => m.Text.Contains("Coupure ", StringComparison.Ordinal)).Select(m => m.MessageId).Distinct().Count().ShouldBe(Tags * 2);
        using var reader = await platform.ApiAsync(DemoPlatform.Administrator);
        (await ProjectsAsync(reader, organisation)).ShouldBe(before + Tags);
    }

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

    private static async Task<long> ProjectsAsync(HttpClient client, Guid organisation)
        => (await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{organisation}/dashboard")).GetProperty("projects").GetInt64();
}
