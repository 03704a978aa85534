using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Web;

/// <summary>The headers every answer carries. An endpoint that needs a wider policy sets its own before answering.</summary>
public static class SecurityHeaders
{
    /// <summary>Own styles, scripts and pictures only; nothing inline, nothing framed, forms only to ourselves.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The page shows what is shown once.</summary>
    internal static bool IsSecret(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<SecretMetadata>() is not null;

    internal static Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(static state =>
        {
            var response = ((HttpContext)state).Response;
            var headers = response.Headers;
            headers.TryAdd("Content-Security-Policy", ContentSecurityPolicy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");

            if (IsSecure(response.HttpContext))
            {
                // A year; other names of the domain are not ours to decide for.
                headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
            }

            headers.Remove("blazor-enhanced-nav");

            var isSecret = IsSecret(response.HttpContext);
            if (ErrorAnswer.IsApi(response.HttpContext))
            {
                headers.TryAdd("Cache-Control", "no-store");
            }
            else if (response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true)
            {
                // Antiforgery asks for no-store, which makes browsers forget a form's content on "back": nothing typed is ever
                // lost here, so pages are private and revalidated instead, but for those that show a secret.
                headers.CacheControl = isSecret ? "no-store" : "private, no-cache";
                headers.Pragma = default;
                headers.Expires = default;
                headers.ContentLanguage = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
                headers.Append("Vary", "Cookie, Accept-Language");
            }
            else if (isSecret)
            {
                headers.CacheControl = "no-store";
            }
            else if (response.HttpContext.User.Identity?.IsAuthenticated == true)
            {
                // Downloads and redirects of somebody; what is the same for everybody (style, script) has said so.
                headers.TryAdd("Cache-Control", "private, no-cache");
            }

            return Task.CompletedTask;
        }, http);
        return next(http);
    }

    /// <summary>Whether the visitor came by TLS: a known proxy says so (<see cref="TrustedProxies"/>), or the address is the public one and that is https.</summary>
    private static bool IsSecure(HttpContext http)
        => http.Request.IsHttps
            || http.RequestServices.GetRequiredService<SiteAddress>().Root is { Scheme: "https" } root && string.Equals(root.Host, http.Request.Host.Host, StringComparison.OrdinalIgnoreCase);
}
