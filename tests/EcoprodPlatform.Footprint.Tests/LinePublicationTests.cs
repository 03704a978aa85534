using System.Net.Http.Json;
using System.Text.Json;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.Footprint.Tests;

/// <summary>The lines that leave the module (MS-4, MS-42): whoever takes them all holds the assessment.</summary>
public sealed class LinePublicationTests(FootprintApp app) : IClassFixture<FootprintApp>
{
    [Fact]
    public async Task MS_42_The_lines_told_in_any_order_are_those_of_the_assessment()
    {
        var project = await app.ProjectAsync();
        using var owner = app.ProgramOf(project.Owner);
        var path = $"/api/footprints/{project.Id}/provisional";
        var (kept, changed, removed) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in new[] { kept, changed, removed })
        {
            await SentAsync(owner, HttpMethod.Post, $"{path}/lines", FootprintApp.Line(id: id));
        }

        await SentAsync(owner, HttpMethod.Put, $"{path}/lines/{changed}", FootprintApp.Line("10", label: "Moins"), 2);
        await SentAsync(owner, HttpMethod.Delete, $"{path}/lines/{removed}", null, 3);
        await SentAsync(owner, HttpMethod.Put, $"{path}/answers/meals", """{"state":"given","fields":{"red":10,"vegetarian":"4"}}""");
        await SentAsync(owner, HttpMethod.Put, $"{path}/answers/insurance", """{"state":"given","fields":{"amount":1}}""");
        await SentAsync(owner, HttpMethod.Put, $"{path}/sections/unit", """{"isAside":true}""");
        await EqualAsync(owner, project, path);
        await SentAsync(owner, HttpMethod.Put, $"{path}/sections/unit", """{"isAside":false}""");
        await EqualAsync(owner, project, path);
    }

    [Fact]
    public async Task A_scenario_and_a_change_that_touches_no_line_tell_none()
    {
        var project = await app.MeasuredProjectAsync(null, AssessmentKind.Provisional);
        using var owner = app.ProgramOf(project.Owner);
        await SentAsync(owner, HttpMethod.Put, $"/api/footprints/{project.Id}/provisional/answers/drinks", """{"state":"none"}""");
        await SentAsync(owner, HttpMethod.Post, $"/api/footprints/{project.Id}/scenarios", """{"name":"En train","base":"provisional"}""");
        await app.SettledAsync();
        var told = app.Published.Of<AssessmentLinesV1>().Where(m => m.ProjectId == project.Id).ShouldHaveSingleItem();
        told.Lines.Sum(l => l.Kg).ShouldBe(FirstProject.TotalKg);
        told.Lines.ShouldAllBe(l => l.Kg == l.Quantity * l.Factor.Value && l.Factor.Name.Fr.Length > 0 && l.Factor.Source.Fr.Length > 0);
        told.Lines.Select(l => l.Place).ShouldBeInOrder();
    }

    private async Task EqualAsync(HttpClient owner, TestProject project, string path)
    {
        await app.SettledAsync();
        var sheet = await owner.GetFromJsonAsync<JsonElement>(path);
        var there = sheet.GetProperty("lines").EnumerateArray()
            .Select(l => (l.GetProperty("id").GetGuid(), l.GetProperty("kgCo2e").GetDecimal(), l.GetProperty("label").GetString(), l.GetProperty("factor").GetString()!)).ToList();
        var told = app.Published.Of<AssessmentLinesV1>().Where(m => m.ProjectId == project.Id).ToList();
        foreach (var order in new[] { told, [.. told.AsEnumerable().Reverse()] })
        {
            var newest = new Dictionary<Guid, (long Version, AssessmentLine? Line)>();
            foreach (var message in order)
            {
                foreach (var (id, line) in message.Lines.Select(l => (l.Id, (AssessmentLine?)l)).Concat(message.Gone.Select(g => (g, (AssessmentLine?)null))))
                {
                    if (!newest.TryGetValue(id, out var known) || known.Version < message.AssessmentVersion)
                    {
                        newest[id] = (message.AssessmentVersion, line);
                    }
                }
            }

            newest.Values.Select(n => n.Line).OfType<AssessmentLine>().OrderBy(l => l.Place).Select(l => (l.Id, l.Kg, l.Label, l.Factor.Code)).ShouldBe(there);
        }
    }

    private static async Task SentAsync(HttpClient client, HttpMethod method, string path, string? body, long? seen = null)
    {
        using var answer = await client.SendAsync(method, path, body, seen);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
    }
}
