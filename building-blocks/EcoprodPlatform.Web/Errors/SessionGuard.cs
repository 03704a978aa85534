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
/// typed, a page that holds it and sends it again, to the same address, when they say so. It keeps the form's own token,
/// which is bound to the person: whoever else signs in meanwhile is asked by <see cref="FormGuard"/>.
/// </summary>
internal sealed class SessionGuard : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Where one signs in again in another tab; a page of its own so that the first tab stays as it is.</summary>
    public const string Path = "/session";

    private readonly AuthorizationMiddlewareResultHandler usual = new();

    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapPage(Path, () => Page.Of<SessionOpenPage>()).RequireAuthorization(Policies.SignedIn);

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Challenged || !IsOurForm(context))
        {
            await usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        await Page.Of(new SessionEndedPage { Values = await ValuesAsync(context) }, StatusCodes.Status401Unauthorized).ExecuteAsync(context);
    }

    /// <summary>What was typed; null when files came with it, which are not kept for somebody unknown: they are read to their end, or the browser would show its own error.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>?> ValuesAsync(HttpContext http)
    {
        if (http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
            return null;
        }

        return FormGuard.Resendable(await http.Request.ReadFormAsync(http.RequestAborted), withToken: true);
    }

    /// <summary>A form of a page, and a browser vouches that it was sent from this site.</summary>
    private static bool IsOurForm(HttpContext http)
        => http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }
            && http.Request.HasFormContentType
            && CrossSiteGuard.IsSameOrigin(http.Request);
}
