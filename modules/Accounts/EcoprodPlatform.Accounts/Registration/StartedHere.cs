using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace EcoprodPlatform.Accounts.Registration;

/// <summary>
/// Which registration was sent from this browser: only there does confirming the address sign in. Elsewhere whoever presses the button may be the owner
/// of an address that a stranger has registered, with a password that the stranger knows. Known by the account's security stamp, which every registration
/// of the address replaces.
/// </summary>
internal sealed class StartedHere(IDataProtectionProvider protection)
{
    private const string Cookie = "ecoprod-inscription";

    /// <summary>As long as the link of the mail is good.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("EcoprodPlatform.StartedHere").ToTimeLimitedDataProtector();

    /// <param name="stamp">As <see cref="Register"/> answers it.</param>
    public void Remember(HttpContext http, string stamp)
        => http.Response.Cookies.Append(Cookie, _protector.Protect(stamp, Lifetime), Options(http));

    /// <summary>Whether the account is as it was registered here; asked once, then forgotten.</summary>
    public bool Take(HttpContext http, string? stamp)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } value)
        {
            return false;
        }

        http.Response.Cookies.Delete(Cookie, Options(http));
        try
        {
            return _protector.Unprotect(value) == stamp;
        }
        catch (CryptographicException)
        {
            // Forged, too old, or sealed with a key that is gone.
            return false;
        }
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        Path = "/",
        IsEssential = true,
        MaxAge = Lifetime,
    };
}
