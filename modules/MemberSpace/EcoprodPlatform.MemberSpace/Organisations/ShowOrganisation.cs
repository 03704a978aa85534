using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>One structure for staff: what it is, its tags, who administers it, and everything that was done to it.</summary>
internal static class ShowOrganisation
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/equipe/structures/{id:guid}", ShowAsync).RequireAuthorization(Policies.Staff);
        endpoints.MapApi("/organisations").MapGet("/{id:guid}", GetAsync).RequireAuthorization(Policies.Staff)
            .WithName("GetOrganisation").Produces<OrganisationView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ShowAsync(Guid id, OrganisationReader reader, OrganisationHistory history, CancellationToken ct)
        => Page.Of<OrganisationPage>(new { Organisation = await reader.ReadAsync(id, ct), History = await history.ReadAsync(id, ct) });

    /// <summary>One structure of the register. The version is in ETag.</summary>
    private static async Task<IResult> GetAsync(Guid id, HttpContext http, OrganisationReader reader, CancellationToken ct)
    {
        var organisation = await reader.ReadAsync(id, ct);
        http.ETag(organisation.Version);
        return Results.Ok(organisation);
    }
}
