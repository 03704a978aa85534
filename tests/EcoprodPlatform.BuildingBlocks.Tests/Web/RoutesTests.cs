using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace EcoprodPlatform.BuildingBlocks.Tests.Web;

public sealed class RoutesTests
{
    private static string Untag(Guid project, Guid tag) => $"/projets/{project}/tags/{tag}/retrait";

    private static string Key(string id) => $"/compte/cles/{Uri.EscapeDataString(id)}";

    private static string Twice(Guid project) => $"/projets/{project}/copie/{project}";

    private static string Never(Guid project) => project == Guid.Empty ? "/" : "/projets";

    private static List<RouteEndpoint> Mapped(Action<Routes> map)
    {
        var app = WebApplication.CreateBuilder().Build();
        map(new Routes(app));
        return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(s => s.Endpoints).Cast<RouteEndpoint>()];
    }

    private static int[] ProblemsOf(RouteEndpoint endpoint)
        => [.. endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(m => m.StatusCode).Where(s => s >= 400).Order()];

    [Fact]
    public void A_pages_address_is_its_links()
    {
        LinkPattern.Of(Untag).ShouldBe("/projets/{project:guid}/tags/{tag:guid}/retrait");
        LinkPattern.Of(Key).ShouldBe("/compte/cles/{id}");
        LinkPattern.Of((ProjectId project, TagId tag) => Untag(project, tag)).ShouldBe("/projets/{project:guid}/tags/{tag:guid}/retrait");
        LinkPattern.Of((Guid id) => Untag(id, id).Split("/tags")[0] + "/x").ShouldBe("/projets/{id:guid}/x");
    }

    [Fact]
    public void A_link_that_does_not_hold_each_parameter_once_is_refused()
    {
        Should.Throw<InvalidOperationException>(() => LinkPattern.Of(Twice)).Message.ShouldContain("must hold project once");
        Should.Throw<InvalidOperationException>(() => LinkPattern.Of(Never)).Message.ShouldContain("must hold project once");
        Should.Throw<InvalidOperationException>(() => LinkPattern.Of((int page) => $"/projets/{page}")).Message.ShouldContain("not of Int32");
    }

    [Fact]
    public void Whoever_says_nothing_maps_for_signed_in_people()
    {
        var endpoints = Mapped(to =>
        {
            to.Page(Untag, (Guid project, Guid tag) => "x");
            to.Staff.Form("/equipe", () => "x");
            to.Public.Page("/methode", () => "x");
        });
        endpoints[0].Metadata.GetMetadata<IAuthorizeData>()!.Policy.ShouldBe(Policies.SignedIn);
        endpoints[1].Metadata.GetMetadata<IAuthorizeData>()!.Policy.ShouldBe(Policies.Staff);
        endpoints[2].Metadata.GetMetadata<IAllowAnonymous>().ShouldNotBeNull();
    }

    [Fact]
    public void The_api_is_described_by_what_an_endpoint_is()
    {
        var endpoints = Mapped(to =>
        {
            to.Get("/api/member-spaces", () => 1, "ListSpaces");
            to.Put("/api/member-spaces/{id:guid}", (Guid id, SeenVersion seen) => 1);
        });
        endpoints[0].Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName.ShouldBe("ListSpaces");
        endpoints[0].Metadata.GetMetadata<ITagsMetadata>()!.Tags.ShouldBe(["Member spaces"]);
        ProblemsOf(endpoints[0]).ShouldBe([401]);
        endpoints[1].Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName.ShouldBe(nameof(RoutesTests));
        ProblemsOf(endpoints[1]).ShouldBe([400, 401, 403, 404, 409, 412, 422, 428]);
    }
}
