using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// Browsers in which somebody has been signed in before: a cookie with the browser's id and the people it knows. It opens nothing; it only keeps
/// the tries of strangers apart from its people's.
/// </summary>
internal sealed class KnownDevice(IDataProtectionProvider protection, IdSource ids)
{
    private const string Cookie = "ecoprod-known";
    private const int MostPeople = 8;
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("EcoprodPlatform.KnownDevice").ToTimeLimitedDataProtector();

    /// <summary>The id of this browser, if this person has been signed in here.</summary>
    public Guid? Of(HttpContext http, Guid person) => Read(http) is [var device, .. var people] && people.Contains(person) ? device : null;

    public void Remember(HttpContext http, Guid person)
    {
        var (device, people) = Read(http) is [var known, .. var others] ? (known, others) : (ids.NewId(), []);
        var all = people.Where(p => p != person).Prepend(person).Take(MostPeople).Prepend(device);
        http.Response.Cookies.Append(Cookie, _protector.Protect(string.Join(' ', all.Select(id => id.ToString("N"))), Lifetime), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            Path = "/",
            IsEssential = true,
            MaxAge = Lifetime,
        });
    }

    /// <summary>The browser's id, then its people; empty where there is no cookie of ours.</summary>
    private Guid[] Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } value)
        {
            return [];
        }

        try
        {
            return [.. _protector.Unprotect(value).Split(' ').Select(id => Guid.ParseExact(id, "N"))];
        }
        catch (CryptographicException)
        {
            // Forged, too old, or sealed with a key that is gone.
            return [];
        }
    }
}
