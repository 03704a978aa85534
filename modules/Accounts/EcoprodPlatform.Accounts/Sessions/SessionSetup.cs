using EcoprodPlatform.Accounts.Tokens;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Metadata;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>How sessions are kept: a cookie for people, bearer tokens for programs, chosen by the Authorization header; secrets of another kind are their module's.</summary>
internal static class SessionSetup
{
    private const string Either = "ecoprod";

    public static void AddSessions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OpenSessions>();
        services.AddAuthentication(o => o.DefaultScheme = Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = SchemeOf)
            .AddBearerToken(IdentityConstants.BearerScheme, o =>
            {
                o.BearerTokenExpiration = TimeSpan.FromMinutes(30);
                o.RefreshTokenExpiration = OpenSessions.Kept;
                o.Events.OnMessageReceived = BearerSessionCheck.RunAsync;
            })
            .AddIdentityCookies();

        foreach (var (scheme, name) in new[]
        {
            (IdentityConstants.ApplicationScheme, "ecoprod-session"),
            (IdentityConstants.TwoFactorUserIdScheme, "ecoprod-step"),
            (IdentityConstants.TwoFactorRememberMeScheme, "ecoprod-device"),
            (IdentityConstants.ExternalScheme, "ecoprod-external"),
        })
        {
            services.Configure<CookieAuthenticationOptions>(scheme, o =>
            {
                o.Cookie.Name = name;
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                o.Cookie.IsEssential = true;
            });
        }

        services.ConfigureApplicationCookie(o =>
        {
            o.LoginPath = AccountLinks.SignIn;
            o.ReturnUrlParameter = Links.Return;
            o.ExpireTimeSpan = OpenSessions.Kept;
            o.SlidingExpiration = true;
            o.Events.OnSigningIn = context =>
            {
                if (!context.Properties.IsPersistent && context.Properties.IssuedUtc is { } issued)
                {
                    context.Properties.ExpiresUtc = issued + OpenSessions.Passing;
                }

                return SessionCookie.OpenAsync(context);
            };
            o.Events.OnValidatePrincipal = SessionCookie.CheckAsync;
            o.Events.OnRedirectToLogin = context =>
            {
                if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IDisableCookieRedirectMetadata>() is not null)
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                }

                // Where to come back to is told as a path of this site.
                context.Response.StatusCode = StatusCodes.Status302Found;
                context.Response.Headers.Location = Urls.InHeader(AccountLinks.SignInThen(Urls.Current(context.HttpContext)));
                return Task.CompletedTask;
            };
            o.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });

        // Between two looks at the person's row a session goes on unseen: that is how long a removed access may last.
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.FromSeconds(configuration.GetValue("Accounts:SessionCheckSeconds", 30)));
    }

    private static string SchemeOf(HttpContext http)
    {
        const string bearer = "Bearer ";
        var header = http.Request.Headers.Authorization.ToString();
        return !header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? IdentityConstants.ApplicationScheme
            : http.RequestServices.GetServices<BearerKind>().FirstOrDefault(k => header.AsSpan(bearer.Length).StartsWith(k.Prefix, StringComparison.Ordinal))?.Scheme ?? IdentityConstants.BearerScheme;
    }
}
