using System.Globalization;
using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web;

/// <summary>The language of a request: the visitor's choice (cookie), else the browser's, else French.</summary>
public static class SiteLanguage
{
    /// <summary>The cookie that holds <c>fr</c> or <c>en</c>.</summary>
    public const string Cookie = "ecoprod-lang";

    /// <summary>The hidden field, and the parameter of an address, that says in which language what stands beside it was printed or typed.</summary>
    public const string Field = "langue";

    /// <summary><c>fr</c> or <c>en</c>, as this request is answered.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    /// <summary>Address that switches the language and comes back.</summary>
    public static string SwitchTo(string language, string returnTo) => $"/langue/{language}?retour={Uri.EscapeDataString(returnTo)}";

    /// <summary>Remembers the language; Accounts calls it at sign-in with the person's own choice.</summary>
    public static void Remember(HttpContext http, string language) => http.Response.Cookies.Append(Cookie, language, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
    });

    internal static void Configure(RequestLocalizationOptions options)
    {
        options.SupportedCultures = options.SupportedUICultures = [Languages.French, Languages.English];
        options.DefaultRequestCulture = new RequestCulture(Languages.French);
        options.RequestCultureProviders = [new CustomRequestCultureProvider(http => Task.FromResult<ProviderCultureResult?>(new(Of(http).Name)))];
    }

    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/langue/{language}", (string language, string? retour, HttpContext http) =>
    {
        Remember(http, language == "en" ? "en" : "fr");
        return Page.Redirect(Urls.LocalOr(retour, "/"));
    }).AllowAnonymous().ExcludeFromDescription();

    /// <summary>
    /// Answers a form in the language it was printed in, whatever the session says by now: its numbers are read as they were meant,
    /// and when it is shown again they still stand under the words they were typed under. Holds for what is awaited from here.
    /// </summary>
    internal static void Follow(HttpContext http)
    {
        if (PrintedIn(http.Request.Form[Field]) is { } printed)
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = printed;
            http.Features.Set<IRequestCultureFeature>(new RequestCultureFeature(new RequestCulture(printed), null));
        }
    }

    /// <summary>The language a form or address says it was written in; null when it says nothing that is known.</summary>
    internal static CultureInfo? PrintedIn(string? language) => language is "fr" or "en" ? Languages.Of(language) : null;

    private static CultureInfo Of(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { Length: > 0 } chosen)
        {
            return Languages.Of(chosen);
        }

        var preferred = http.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString())
            .FirstOrDefault(l => l.StartsWith("fr", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return Languages.Of(preferred?[..2]);
    }
}
