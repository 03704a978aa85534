using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.EndToEndTests;

/// <summary>The main job through the REST API: project, 19 lines, tag, mail, dashboard.</summary>
public abstract class MainJobByApi(DemoPlatform platform)
{
    [Fact]
    public async Task A_program_creates_the_project_enters_its_lines_and_tags_the_structure()
    {
        var given = FirstProject.Read();
        using var producer = await platform.ApiAsync(DemoPlatform.Producer);
        using var administrator = await platform.ApiAsync(DemoPlatform.Administrator);
        var space = (await administrator.GetFromJsonAsync<JsonElement>("/api/member-spaces")).EnumerateArray().Single();
        var organisation = space.GetProperty("id").GetGuid();
        var before = await DashboardAsync(administrator, organisation);

        using var created = await producer.PostAsJsonAsync("/api/projects", given.Project);
        created.StatusCode.ShouldBe(HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

        foreach (var line in given.Lines)
        {
            using var added = await producer.PostAsJsonAsync($"/api/footprints/{id}/final/lines", line);
            added.StatusCode.ShouldBe(HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        }

        var result = await producer.GetFromJsonAsync<JsonElement>($"/api/footprints/{id}/final");
        Number(result, "totalKgCo2e").ShouldBe(15663.991800m);
        foreach (var margin in new[] { "byDepartment", "byPost", "byPhase" })
        {
            foreach (var cell in given.Expected.GetProperty(margin).EnumerateObject())
            {
                Number(result.GetProperty(margin), cell.Name).ShouldBe(decimal.Parse(cell.Value.GetString()!, CultureInfo.InvariantCulture), $"{margin} {cell.Name}");
            }
        }

        using var tags = await producer.GetAsync("/api/tags?q=ecoloprod films");
        using var tagged = await producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ECOLOPROD Films" });
        tagged.StatusCode.ShouldBe(HttpStatusCode.Created, await tagged.Content.ReadAsStringAsync());

        var mails = await platform.MailsAboutAsync(["/projets/" + id], TimeSpan.FromSeconds(20));
        var mine = mails.Where(m => m.Text.Contains(id.ToString(), StringComparison.Ordinal)).ToList();
        mine.Select(m => m.To.Single()).Order().ShouldBe([DemoPlatform.Administrator, DemoPlatform.EnglishAdministrator]);
        mine.ShouldAllBe(m => m.Tls && m.User == "ecoprod" && m.Text.Contains("Documentaire") && m.Html.Contains("Documentaire"));

        var after = await DashboardAsync(administrator, organisation);
        (after.Projects - before.Projects).ShouldBe(1);
        (after.Total - before.Total).ShouldBe(15663.991800m);

        using var again = await producer.PostAsJsonAsync($"/api/projects/{id}/tags", new { name = "ecoloprod FILMS" });
        ((int)again.StatusCode).ShouldBeInRange(200, 422);
        (await DashboardAsync(administrator, organisation)).Projects.ShouldBe(after.Projects);
    }

    private static decimal Number(JsonElement json, string name)
    {
        var value = json.GetProperty(name);
        return value.ValueKind == JsonValueKind.String ? decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDecimal();
    }

    private static async Task<(long Projects, decimal Total)> DashboardAsync(HttpClient client, Guid organisation)
    {
        var dashboard = await client.GetFromJsonAsync<JsonElement>($"/api/member-spaces/{organisation}/dashboard");
        return (dashboard.GetProperty("projects").GetInt64(), Number(dashboard, "totalKg"));
    }
}

public sealed class MainJobByApiInMemoryTests(DemoPlatform platform) : MainJobByApi(platform), IClassFixture<DemoPlatform>;

[Trait("needs", "broker")]
public sealed class MainJobByApiOnRabbitMqTests(DemoPlatformOnRabbitMq platform) : MainJobByApi(platform), IClassFixture<DemoPlatformOnRabbitMq>;
