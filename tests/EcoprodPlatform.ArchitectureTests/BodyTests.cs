using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>No body of the API passes over what it does not know, whichever way its endpoint reads it.</summary>
public sealed class BodyTests(BodyTests.App app) : IClassFixture<BodyTests.App>
{
    [Fact]
    public async Task Every_body_of_the_API_refuses_a_property_that_does_not_exist()
    {
        using var client = app.CreateClient();
        client.SignIn(Guid.CreateVersion7(), isStaff: true);
        using var made = await client.SendAsync(HttpMethod.Post, "/api/projects", """{"title":"Corps","editorialGenre":"sport","leadCountry":"FR"}""");
        // The one thing that must exist: who may not see a project is not told what is wrong with their data either.
        var project = (await made.JsonAsync())["id"]!.GetValue<string>();

        var document = JsonDocument.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative))).RootElement;
        var bodies = document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out _)).Select(o => (Method: o.Name, Path: p.Name)))
            .ToList();
        bodies.Count.ShouldBeGreaterThan(15);
        foreach (var (method, path) in bodies)
        {
            var address = path.Replace("{id}", project, StringComparison.Ordinal).Replace("{projectId}", project, StringComparison.Ordinal).Replace("{kind}", "final", StringComparison.Ordinal);
            address = System.Text.RegularExpressions.Regex.Replace(address, @"\{[^}]+\}", Guid.CreateVersion7().ToString(), default, TimeSpan.FromSeconds(1));
            using var answer = await client.SendAsync(HttpMethod.Parse(method.ToUpperInvariant()), address, """{"zzzz":1}""", 1);
            var said = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{method} {path}: {said}");
            JsonNode.Parse(said)!["errors"]!.AsObject().ContainsKey("zzzz").ShouldBeTrue($"{method} {path}: {said}");
        }
    }

    public sealed class App : EcoprodApp
    {
        protected override void ConfigureServices(IServiceCollection services) => services.AddHeaderSignIn();
    }
}
