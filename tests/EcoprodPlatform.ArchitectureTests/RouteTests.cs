using EcoprodPlatform.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.ArchitectureTests;

/// <summary>Every route belongs to a module by its path, and says who may use it.</summary>
public sealed class RouteTests(EcoprodApp app) : IClassFixture<EcoprodApp>
{
    private static readonly string[] OfTheHost = ["/", "/health", "/openapi", "/assets", "/favicon", "/langue", "/session", "/equipe", "/design", "/api/docs", "/mentions-legales", "/donnees-personnelles", "/accessibilite"];

    private IEnumerable<RouteEndpoint> Endpoints => app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void Every_route_is_under_a_path_of_its_module()
    {
        var paths = Solution.Table("Modules").SelectMany(r => (r[3] + "," + r[4]).Split(',')).Select(p => p.Trim().Trim('`')).ToList();

        Strays(Endpoints.Select(e => e.RoutePattern.RawText!), paths).ShouldBeEmpty();
    }

    /// <summary>The check can fail.</summary>
    [Fact]
    public void A_route_outside_the_paths_of_the_table_is_found()
        => Strays(["/projets", "/projets/{id}", "/ailleurs", "/projetsautres", "/langue/{code}", "api/autre"], ["/projets"]).ShouldBe(["/ailleurs", "/projetsautres", "/api/autre"]);

    private static IEnumerable<string> Strays(IEnumerable<string> routes, IReadOnlyCollection<string> paths)
        => routes.Select(r => "/" + r.TrimStart('/'))
            .Where(route => !paths.Concat(OfTheHost.Skip(1)).Any(p => route == p || route.StartsWith(p + "/", StringComparison.Ordinal) || route.StartsWith(p + "{", StringComparison.Ordinal) || route.StartsWith(p + ".", StringComparison.Ordinal)))
            .Where(route => route != "/");

    /// <summary>Who comes back to the answer of a form, or reloads it, asks for its address. What only scripts send to is never in a history.</summary>
    [Fact]
    public void Every_address_of_a_form_can_be_opened()
    {
        var opened = Endpoints.Where(e => Answers(e, "GET")).Select(e => e.RoutePattern.RawText).ToHashSet(StringComparer.Ordinal);
        Endpoints.Where(e => Answers(e, "POST") && e.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }).Select(e => e.RoutePattern.RawText)
            .Where(address => !opened.Contains(address)).ShouldBe(
                ["/compte/connexion/cle", "/compte/connexion/cle/options", "/compte/verification/cle", "/compte/cles-d-acces/ajout", "/compte/cles-d-acces/options"], ignoreOrder: true);

        static bool Answers(Endpoint endpoint, string method) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method, StringComparer.Ordinal) == true;
    }

    [Fact]
    public void Every_endpoint_has_a_policy_or_is_explicitly_public()
        => Endpoints.Where(e => e.Metadata.GetMetadata<IAuthorizeData>() is null && e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(e => e.RoutePattern.RawText).ShouldBeEmpty();
}
