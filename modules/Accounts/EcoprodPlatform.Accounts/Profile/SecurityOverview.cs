using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Profile;

/// <summary>How one signs in, at a glance: address, password, second factor, passkeys.</summary>
internal static class SecurityOverview
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapPage(AccountsLinks.Security, ShowAsync).RequireAuthorization(Policies.SignedIn);

    private static async Task<IResult> ShowAsync(HttpContext http, PeopleQueries queries, CancellationToken ct)
    {
        var person = await queries.FindAsync(http.Actor().Id, ct);
        return Page.Of<SecurityPage>(new { person.Email, person.HasSecondFactor, person.Passkeys });
    }
}
