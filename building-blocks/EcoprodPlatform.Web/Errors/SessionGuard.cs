using EcoprodPlatform.Web.Endpoints;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Errors;

/// <summary>
/// Answers a form that was sent after its author's session ended: instead of the sign-in page, which would lose what was
/// typed, a page that says so. The browser keeps it (<see cref="KeptForm"/>) until they are signed in again; where it is too large, the page
/// itself holds it. It keeps the form's own token, which is bound to the person: whoever else signs in meanwhile is asked by <see cref="FormGuard"/>.
/// </summary>
internal sealed class SessionGuard(KeptForm kept) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Where one signs in again in another tab; a page of its own so that the first tab stays as it is.</summary>
    public const string Path = "/session";

    /// <summary>Where what was typed goes on; asks to sign in first.</summary>
    public const string Resume = "/session/reprise";

    /// <summary>Gives it up.</summary>
    public const string Drop = "/session/abandon";

    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(Path, () => Page.Of<SessionOpenPage>()).RequireAuthorization(Policies.SignedIn);
        endpoints.MapPage(Resume, (HttpContext http, KeptForm kept) => Page.Of(new KeptFormPage { Kept = kept.Read(http) })).NeverKept().RequireAuthorization(Policies.SignedIn);
        endpoints.MapPage(Drop, () => Page.Redirect("/")).AllowAnonymous();
        endpoints.MapForm(Drop, (HttpContext http, KeptForm kept) =>
        {
            kept.Forget(http);
            return Page.Redirect("/", Flash.Done("Saisie abandonnée.", "What you typed has been given up."));
        }).RequireAuthorization(Policies.SignedIn);
    }

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Challenged || !IsForm(context))
        {
            await usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        var values = await ValuesAsync(context);
        var isKept = values is not null && kept.TryKeep(context, Urls.Current(context), values);
        await Page.Of(new SessionEndedPage { Values = values, IsKept = isKept }, StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    /// <summary>
    /// What was typed. Null when nobody vouches for it, so that it is not put into a page of ours, and when files came with it, which are not kept for somebody
    /// unknown: they are read to their end, or the browser would show its own error.
    /// </summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>?> ValuesAsync(HttpContext http)
    {
        if (http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            return null;
        }

        return CrossSiteGuard.IsSameOrigin(http.Request) ? FormGuard.Resendable(await http.Request.ReadFormAsync(http.RequestAborted), withToken: true) : null;
    }

    private static bool IsForm(HttpContext http)
        => http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true } && http.Request.HasFormContentType;
}
