using Microsoft.AspNetCore.Authentication.Cookies;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Ties the cookie to its row in the table of open sessions: made with it, worth nothing without it.</summary>
internal static class SessionCookie
{
    /// <summary>Where the cookie's ticket holds the session's id.</summary>
    private const string Id = "session";

    private static readonly object ByPasskey = new();

    /// <summary>The sign-in of this request, if it succeeds, is by a passkey.</summary>
    public static void SignsInByPasskey(HttpContext http) => http.Items[ByPasskey] = true;

    public static async Task OpenAsync(CookieSigningInContext context)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var claims = services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity;
        var sessions = services.GetRequiredService<OpenSessions>();
        var person = new PersonId(Guid.Parse(context.Principal!.FindFirstValue(claims.UserIdClaimType)!));
        var stamp = context.Principal!.FindFirstValue(claims.SecurityStampClaimType)!;
        if (SessionId.TryParse(context.Properties.Items.TryGetValue(Id, out var known) ? known : null, null, out var id))
        {
            await sessions.GoOnAsync(id, person, stamp, http.RequestAborted);
            return;
        }

        if (CurrentSession.Of(http) is { } replaced && http.ActorOrNull() is { } before)
        {
            // Its cookie is overwritten: nobody could sign out of it any more.
            await sessions.CloseAsync(replaced.Id, before.Id, http.RequestAborted);
        }

        id = new SessionId(services.GetRequiredService<IdSource>().NewId());
        context.Properties.Items[Id] = id.ToString();
        services.GetRequiredService<KnownDevice>().Remember(http, person);
        await sessions.OpenAsync(id, person, stamp, Device.Of(http), context.Properties.IsPersistent, http.Items.ContainsKey(ByPasskey), turn: null, http.RequestAborted);
    }

    /// <summary>At each use, before Identity's own look at the person's row, which is taken less often.</summary>
    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (SessionId.TryParse(context.Properties.Items.TryGetValue(Id, out var text) ? text : null, null, out var id)
            && http.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.UserIdClaimType is var claim
            && PersonId.TryParse(context.Principal?.FindFirstValue(claim), null, out var person)
            && await http.RequestServices.GetRequiredService<OpenSessions>().FindAsync(id, person, http.RequestAborted) is { } session)
        {
            session.PutInto(http);
            await SecurityStampValidator.ValidatePrincipalAsync(context);
            return;
        }

        context.RejectPrincipal();
        // The browser forgets what is worth nothing any more.
        await http.RequestServices.GetRequiredService<SignInManager<Person>>().SignOutAsync();
    }
}
