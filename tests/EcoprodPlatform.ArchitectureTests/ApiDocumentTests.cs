using System.Text.Json;
using EcoprodPlatform.Testing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>The description of the API is committed: a change of the API shows in the diff.</summary>
public sealed class ApiDocumentTests(EcoprodApp app) : IClassFixture<EcoprodApp>
{
    [Fact]
    public async Task The_committed_description_is_the_one_served()
    {
        using var client = app.CreateClient();
        var served = await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative));
        var file = Repository.PathOf("docs", "api", "openapi.json");
        var committed = await File.ReadAllTextAsync(file);
        if (served.Trim() == committed.Trim())
        {
            return;
        }

        // Left beside the results, so that whoever meant the change can commit it.
        Directory.CreateDirectory(Repository.PathOf("artifacts"));
        await File.WriteAllTextAsync(Repository.PathOf("artifacts", "openapi.json"), served);
        var (there, here) = (served.Split('\n'), committed.Split('\n'));
        var line = there.Zip(here).TakeWhile(pair => pair.First.TrimEnd() == pair.Second.TrimEnd()).Count();
        Assert.Fail($"docs/api/openapi.json is not what the host serves, from line {line + 1} on. If the change is meant, copy artifacts/openapi.json over it."
            + $"\nserved:    {there.ElementAtOrDefault(line)?.Trim()}\ncommitted: {here.ElementAtOrDefault(line)?.Trim()}");
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_who_may_call_it()
    {
        using var client = app.CreateClient();
        var document = JsonDocument.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).RootElement;
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => (Name: $"{o.Name} {p.Name}", Operation: o.Value))).ToList();

        operations.Count.ShouldBeGreaterThan(40);
        operations.Where(o => !o.Operation.TryGetProperty("summary", out var summary) || summary.GetString()!.Length < 10).Select(o => o.Name).ShouldBeEmpty();
        operations.Where(o => !o.Operation.TryGetProperty("security", out _)).Select(o => o.Name)
            .ShouldBe(["post /api/accounts/tokens", "post /api/accounts/tokens/refresh", "get /api/factors", "get /api/factors/{code}", "get /api/factors/{code}/history",
                "get /api/department-links/{key}/questionnaire", "put /api/department-links/{key}/answers/{question}", "delete /api/department-links/{key}/answers/{question}"], ignoreOrder: true);
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString().ShouldBe("bearer");
    }
}
