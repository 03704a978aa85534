using EcoprodPlatform.MemberSpace.Contracts;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>
/// "Espace entreprise" (MS-19, MS-20): straight to the only structure, a choice between several, and for everybody else
/// what a member space is and how to get one (MS-59).
/// </summary>
internal static class MySpaces
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(MemberSpaceLinks.Chooser, ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapApi("/member-spaces").MapGet("/", GetAsync).RequireAuthorization(Policies.SignedIn)
            .WithName("ListMemberSpaces").Produces<IReadOnlyList<SpaceSummary>>();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, SpaceAccess access, CancellationToken ct)
    {
        var spaces = await access.MineAsync(http.Actor().Id, ct);
        return spaces.Count == 1
            ? Results.Redirect(MemberSpaceLinks.Dashboard(spaces[0].Id))
            : Page.Of<MySpacesPage>(new { Spaces = spaces });
    }

    /// <summary>The member spaces that the caller administers.</summary>
    private static async Task<IResult> GetAsync(HttpContext http, SpaceAccess access, CancellationToken ct)
        => Results.Ok(await access.MineAsync(http.Actor().Id, ct));
}
