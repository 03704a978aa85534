using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// How modules map their doors. None of them carries a policy by itself: each endpoint ends in
/// <c>.RequireAuthorization(Policies.SignedIn)</c> or <c>.AllowAnonymous()</c>, and the host refuses to start otherwise.
/// </summary>
public static class EndpointMapping
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A page or a download: GET (and HEAD).</summary>
    public static RouteHandlerBuilder MapPage(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler)
        => endpoints.MapMethods(pattern, ReadMethods, handler).WithMetadata(new PageMetadata()).ExcludeFromDescription();

    /// <summary>A form's target: POST with a valid antiforgery token, or a page that says how to send it again.</summary>
    public static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler)
        => endpoints.MapPost(pattern, handler)
            .WithMetadata(new PageMetadata(), new RequireAntiforgeryTokenAttribute())
            .ExcludeFromDescription();

    /// <summary>The page shows a secret (recovery codes, a key): browsers and proxies keep no copy of it, not even for "back".</summary>
    public static RouteHandlerBuilder NeverKept(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new SecretMetadata());

    /// <summary>
    /// JSON endpoints under <c>/api</c> + prefix: problem details, 401 instead of a redirect to the sign-in page. No token
    /// is asked; requests that a browser sends from another site are refused (<see cref="CrossSiteGuard"/>).
    /// </summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string prefix)
    {
        var group = endpoints.MapGroup("/api" + prefix);
        group.WithMetadata(new ApiMetadata());
        group.DisableAntiforgery();
        group.DisableCookieRedirect();
        return group;
    }
}

/// <summary>Marks endpoints for people.</summary>
internal sealed class PageMetadata;

/// <summary>Marks pages that show secrets.</summary>
internal sealed class SecretMetadata;

/// <summary>Marks endpoints for programs.</summary>
internal sealed class ApiMetadata;
