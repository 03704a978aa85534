using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Fields;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class EndpointPoliciesTests
{
    private static void Verify(Action<IEndpointRouteBuilder> map)
    {
        var app = WebApplication.CreateBuilder().Build();
        map(app);
        EndpointPolicies.Verify(((IEndpointRouteBuilder)app).DataSources);
    }

    [Fact]
    public void An_endpoint_that_does_not_say_who_may_use_it_keeps_the_host_from_starting()
        => Should.Throw<InvalidOperationException>(() => Verify(e => e.MapPage("/projets", () => "x"))).Message.ShouldContain("GET,HEAD /projets: neither a policy");

    [Fact]
    public void A_change_without_a_token_keeps_the_host_from_starting()
        => Should.Throw<InvalidOperationException>(() => Verify(e => e.MapPost("/projets", () => "x").RequireAuthorization(Policies.SignedIn))).Message.ShouldContain("POST /projets");

    [Fact]
    public void Switching_the_token_off_on_a_form_keeps_the_host_from_starting()
        => Should.Throw<InvalidOperationException>(() => Verify(e => e.MapForm("/projets", () => "x").DisableAntiforgery().AllowAnonymous()));

    [Fact]
    public void Pages_forms_and_api_endpoints_with_a_policy_pass() => Verify(e =>
    {
        e.MapPage("/projets", () => "x").RequireAuthorization(Policies.SignedIn);
        e.MapForm("/projets", () => "x").RequireAuthorization(Policies.SignedIn);
        e.MapPage("/methode", () => "x").AllowAnonymous();
        e.MapApi("POST", "/api/projects", () => "x").RequireAuthorization(Policies.SignedIn);
    });

    [Fact]
    public void An_api_endpoint_without_a_policy_keeps_the_host_from_starting()
        => Should.Throw<InvalidOperationException>(() => Verify(e => e.MapApi("GET", "/api/projects/{id}", (Guid id) => "x"))).Message.ShouldContain("/api/projects/{id}");

    [Fact]
    public void A_body_that_does_not_say_its_properties_keeps_the_host_from_starting()
    {
        Should.Throw<InvalidOperationException>(() => Verify(e => new Routes(e).Post("/api/projects", (JsonBody body) => body.String("title"), "OpenProject")))
            .Message.ShouldContain("POST /api/projects: reads a JsonBody and does not say which properties it has");
        Verify(e => new Routes(e).Post("/api/projects", (JsonBody body) => body.String("title"), "OpenProject").Accepts<string>("application/json"));
    }

    [Fact]
    public void Two_endpoints_of_one_name_keep_the_host_from_starting()
        => Should.Throw<InvalidOperationException>(() => Verify(e =>
        {
            var to = new Routes(e);
            to.Get("/api/projects", () => "x", "ListProjects");
            to.Get("/api/works", () => "x", "ListProjects");
        })).Message.ShouldContain("Two endpoints are called ListProjects");
}
