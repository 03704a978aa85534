using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// Refuses a change that a browser sends from another site, by the headers only a browser can set (<c>Sec-Fetch-Site</c>,
/// else <c>Origin</c>). It stands behind the API, which asks no token, and a second time behind the forms. Programs
/// send neither header and pass.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (EndpointPolicies.IsSafe(http.Request.Method) || !IsCrossSite(http.Request))
        {
            return next(http);
        }

        throw RuleBrokenException.Forbidden(
            "web.cross-site",
            new Text(
                "Cette demande vient d’un autre site : elle est refusée et rien n’a été modifié.",
                "This request comes from another site: it is refused and nothing was changed."));
    }

    /// <summary>True when a browser says that the request was made by a page of another origin.</summary>
    internal static bool IsCrossSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True when a browser vouches that the request was made by a page of this very site.</summary>
    internal static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        // Over plain HTTP browsers say Origin only.
        return site.Length > 0 ? string.Equals(site, "same-origin", StringComparison.Ordinal) : request.Headers.Origin.Count > 0 && !IsCrossSite(request);
    }
}
