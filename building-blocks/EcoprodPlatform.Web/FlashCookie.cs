using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web;

/// <summary>
/// Keeps a <see cref="Flash"/> between a POST and the page it redirects to: a signed, encrypted cookie of a few
/// minutes, removed by the page that shows it.
/// </summary>
public sealed class FlashCookie(IDataProtectionProvider protection)
{
    internal const string Name = "ecoprod-flash";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("EcoprodPlatform.Flash").ToTimeLimitedDataProtector();

    /// <summary>Keeps the message for the next page.</summary>
    public void Write(HttpContext http, Flash flash) => http.Response.Cookies.Append(
        Name,
        protector.Protect(JsonSerializer.Serialize(flash), Lifetime),
        Options(http, Lifetime));

    /// <summary>The message left by the previous request, removed as it is read; null when there is none.</summary>
    public Flash? Take(HttpContext http)
    {
        if (http.Request.Cookies[Name] is not { Length: > 0 } value)
        {
            return null;
        }

        http.Response.Cookies.Delete(Name, Options(http, null));
        try
        {
            return JsonSerializer.Deserialize<Flash>(protector.Unprotect(value));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Forged, too old, or signed with a key that is gone: there is nothing worth telling.
            return null;
        }
    }

    private static CookieOptions Options(HttpContext http, TimeSpan? age) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
        MaxAge = age,
    };
}
