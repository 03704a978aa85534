using System.Security.Claims;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web;

/// <summary>Who is asking, read from the claims of the request.</summary>
public static class HttpContextActor
{
    /// <summary>The signed-in person. Only for endpoints with a policy: without one it throws.</summary>
    public static Actor Actor(this HttpContext http) => http.User.Actor()
        ?? throw new InvalidOperationException("This endpoint asks for the actor but lets anonymous callers in.");

    /// <summary>The signed-in person, or null on a public page.</summary>
    public static Actor? ActorOrNull(this HttpContext http) => http.User.Actor();

    /// <summary>The person behind a principal, or null when nobody is signed in.</summary>
    public static Actor? Actor(this ClaimsPrincipal user)
        => user.Identity is { IsAuthenticated: true } && PersonId.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), null, out var id)
            ? new Actor(id, user.IsInRole(Policies.StaffRole))
            : null;
}
