using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>The user guide inside the space (MS-22): our own text, with its version.</summary>
internal static class ReadGuide
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapPage("/espaces/{organisation:guid}/mode-d-emploi", ShowAsync).RequireAuthorization(Policies.SignedIn);

    private static async Task<IResult> ShowAsync(Guid organisation, HttpContext http, SpaceAccess access, CancellationToken ct)
        => Page.Of<GuidePage>(new { Space = await access.DemandAsync(organisation, http.Actor(), ct) });
}
