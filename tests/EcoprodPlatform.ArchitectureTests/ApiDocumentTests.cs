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
        if (served.Trim() != committed.Trim())
        {
            // Left beside the results, so that whoever meant the change can commit it.
            Directory.CreateDirectory(Repository.PathOf("artifacts"));
            await File.WriteAllTextAsync(Repository.PathOf("artifacts", "openapi.json"), served);
        }

        served.Trim().ShouldBe(committed.Trim(), "docs/api/openapi.json is not what the host serves: if the change is meant, copy artifacts/openapi.json over it");
    }
}
