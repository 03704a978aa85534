using Microsoft.AspNetCore.Authentication.BearerToken;

namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>
/// Looks at each use of a bearer token whether its session is still open, under its person's present security stamp: a token is no longer worth
/// anything once the session is closed, a refresh token of it came back, the account is deleted, the password changed or a passkey removed.
/// </summary>
internal static class BearerSessionCheck
{
    public static async Task RunAsync(MessageReceivedContext context)
    {
        const string bearer = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            && context.Options.BearerTokenProtector.Unprotect(header[bearer.Length..]) is { } ticket
            // Of one that is too old no use is recorded; it is refused anyway.
            && ticket.Properties.ExpiresUtc > context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()
            && !await IsOpenAsync(ticket.Principal, context.HttpContext.RequestServices, context.HttpContext.RequestAborted))
        {
            context.Fail("This access was removed.");
        }
    }

    /// <summary>One prepared statement: this runs at every call of the API, and loading the person cost a tenth of it.</summary>
    private static async Task<bool> IsOpenAsync(ClaimsPrincipal tokens, IServiceProvider services, CancellationToken ct)
        => ProgramTokens.SessionOf(tokens) is { } session
            && PersonId.TryParse(tokens.FindFirstValue(services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.UserIdClaimType), null, out var person)
            && await services.GetRequiredService<OpenSessions>().FindAsync(session, person, ct) is not null;
}
