using EcoprodPlatform.Testing;
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
}
