using System.Security.Claims;
using System.Text.Encodings.Web;
using EcoprodPlatform.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EcoprodPlatform.Testing;

/// <summary>
/// Who asks is told by a header: signing in itself is the business of Accounts, which also says what nobody and what a
/// stranger to a page is answered.
/// </summary>
public static class HeaderSignIn
{
    private const string SchemeName = "test-header";
    private const string Person = "X-Test-Person";
    private const string Role = "X-Test-Role";

    public static void AddHeaderSignIn(this IServiceCollection services)
        => services.AddAuthentication(o => o.DefaultAuthenticateScheme = SchemeName).AddScheme<AuthenticationSchemeOptions, Handler>(SchemeName, o =>
            // A program that shows a token or a key is looked at in earnest.
            o.ForwardDefaultSelector = http => http.Request.Headers.Authorization.Count > 0 ? "ecoprod" : null);

    /// <summary>From here on this browser or program is this person's.</summary>
    public static void SignIn(this HttpClient client, Guid person, bool isStaff = false)
    {
        client.DefaultRequestHeaders.Add(Person, person.ToString());
        if (isStaff)
        {
            client.DefaultRequestHeaders.Add(Role, Policies.StaffRole);
        }
    }

    private sealed class Handler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (!Guid.TryParse(Request.Headers[Person], out var person))
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var roles = Request.Headers[Role].Select(r => new Claim(ClaimTypes.Role, r!));
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.ToString()), .. roles], SchemeName);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName)));
        }
    }
}
