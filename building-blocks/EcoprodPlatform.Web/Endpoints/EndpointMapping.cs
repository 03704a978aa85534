using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// The three kinds of endpoints there are. None carries a policy by itself (<see cref="Routes"/> gives it), and the host
/// refuses to start with one that has none.
/// </summary>
public static class EndpointMapping
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>A page or a download: GET (and HEAD).</summary>
    internal static RouteHandlerBuilder MapPage(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler)
        => endpoints.MapMethods(pattern, ReadMethods, handler).WithMetadata(new PageMetadata()).ExcludeFromDescription();

    /// <summary>A form's target: POST with a valid antiforgery token, or a page that says how to send it again.</summary>
    internal static RouteHandlerBuilder MapForm(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler)
        => endpoints.MapPost(pattern, handler)
            .WithMetadata(new PageMetadata(), new RequireAntiforgeryTokenAttribute())
            .ExcludeFromDescription();

    /// <summary>
    /// What a mail program posts for its reader (RFC 8058): no session and no token, the key in the address is the proof. It must do no more
    /// than end mails, and be harmless a second time.
    /// </summary>
    internal static RouteHandlerBuilder MapOneClick(this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, Delegate handler)
        => endpoints.MapPost(pattern, handler)
            .WithMetadata(new PageMetadata(), new OneClickMetadata())
            .DisableAntiforgery()
            .ExcludeFromDescription();

    /// <summary>The page or answer shows a secret (recovery codes, a key): browsers and proxies keep no copy of it, not even for "back", nor is it kept here for a repeated request.</summary>
    public static RouteHandlerBuilder NeverKept(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new SecretMetadata());

    /// <summary>A list or a sum, which has no version: a program that has it already is answered 304.</summary>
    public static RouteHandlerBuilder TellsFresh(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new FreshMetadata());

    /// <summary>The request may hold files, up to <paramref name="mostBytes"/> together; anywhere else a request of more than 30 MB is refused.</summary>
    /// <param name="endpoint">A form or an endpoint of the API.</param>
    /// <param name="mostBytes">Of the whole request; what one file may have is the use's own rule, which can name the file.</param>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder endpoint, long mostBytes)
        => endpoint.WithMetadata(new RequestSizeLimitAttribute(mostBytes)).WithFormOptions(multipartBodyLengthLimit: mostBytes);

    /// <summary>
    /// A JSON endpoint under <c>/api</c>: problem details, 401 instead of a redirect to the sign-in page. No token is asked;
    /// requests that a browser sends from another site are refused (<see cref="CrossSiteGuard"/>).
    /// </summary>
    internal static RouteHandlerBuilder MapApi(this IEndpointRouteBuilder endpoints, string method, string address, Delegate handler)
        => endpoints.MapMethods(address, [method], handler)
            .WithMetadata(new ApiMetadata())
            .DisableAntiforgery()
            .DisableCookieRedirect();
}

/// <summary>Marks endpoints for people.</summary>
internal sealed class PageMetadata;

/// <summary>Marks pages and answers that show secrets.</summary>
public sealed class SecretMetadata;

/// <summary>Marks endpoints whose answer is told apart by its content.</summary>
internal sealed class FreshMetadata;

/// <summary>Marks what a mail program posts.</summary>
internal sealed class OneClickMetadata;

/// <summary>Marks endpoints for programs.</summary>
internal sealed class ApiMetadata;
