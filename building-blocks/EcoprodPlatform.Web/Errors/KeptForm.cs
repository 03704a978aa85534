using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Errors;

/// <summary>
/// A form that came after its author's session had ended, kept in their browser (encrypted, for some hours) until they are signed in again: the
/// sign-in may take several pages, and the phone may forget the one that held it. One at a time; the newest replaces the one before.
/// </summary>
internal sealed class KeptForm(IDataProtectionProvider protection)
{
    /// <summary>The hidden field by which a form says that it is the kept one.</summary>
    public const string Field = "reprise";

    private const string Cookie = "ecoprod-saisie";

    /// <summary>Cookies travel with every request, and servers take some 16 to 32 KB of them.</summary>
    private const int Largest = 11_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("EcoprodPlatform.KeptForm").ToTimeLimitedDataProtector();
    private readonly ChunkingCookieManager _cookies = new();

    public static bool IsThere(HttpContext http) => http.Request.Cookies.ContainsKey(Cookie);

    /// <summary>False when it is too much to keep.</summary>
    public bool TryKeep(HttpContext http, string address, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        using var memory = new MemoryStream();
        using (var small = new BrotliStream(memory, CompressionLevel.Optimal))
        {
            JsonSerializer.Serialize(small, new Kept(address, values));
        }

        var text = Convert.ToBase64String(_protector.Protect(memory.ToArray(), Lifetime));
        if (text.Length > Largest)
        {
            return false;
        }

        _cookies.AppendResponseCookie(http, Cookie, text, Options(http));
        return true;
    }

    /// <summary>What is kept; null when nothing is, or nothing that can be read any more.</summary>
    public Kept? Read(HttpContext http)
    {
        try
        {
            if (_cookies.GetRequestCookie(http, Cookie) is not { Length: > 0 } text)
            {
                return null;
            }

            using var plain = new BrotliStream(new MemoryStream(_protector.Unprotect(Convert.FromBase64String(text))), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<Kept>(plain);
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException or InvalidDataException)
        {
            // Forged, too old, or sealed with a key that is gone.
            return null;
        }
    }

    public void Forget(HttpContext http) => _cookies.DeleteCookie(http, Cookie, Options(http));

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

/// <summary>A form and where it goes.</summary>
public sealed record Kept(string Address, IReadOnlyList<KeyValuePair<string, string>> Values);
