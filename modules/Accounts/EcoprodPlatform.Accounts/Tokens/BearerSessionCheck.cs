using Microsoft.AspNetCore.Authentication.BearerToken;

namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>
/// Looks at each use of a bearer token whether its person still has this access: a token is no longer worth anything once
/// the account is deleted, the password changed or a passkey removed. Cookies are looked after by Identity itself.
/// </summary>
internal static class BearerSessionCheck
{
    public static async Task RunAsync(MessageReceivedContext context)
    {
        const string bearer = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            && context.Options.BearerTokenProtector.Unprotect(header[bearer.Length..]) is { } ticket
            && !await HasAccessAsync(ticket.Principal, context.HttpContext.RequestServices, context.HttpContext.RequestAborted))
        {
            context.Fail("This access was removed.");
        }
    }

    /// <summary>What SignInManager.ValidateSecurityStampAsync asks, as one prepared statement: this runs at every call of the API, and loading the person cost a tenth of it.</summary>
    private static async Task<bool> HasAccessAsync(ClaimsPrincipal person, IServiceProvider services, CancellationToken ct)
    {
        var claims = services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity;
        if (!Guid.TryParse(person.FindFirstValue(claims.UserIdClaimType), out var id) || person.FindFirstValue(claims.SecurityStampClaimType) is not { } stamp)
        {
            return false;
        }

        await using var command = services.GetRequiredService<ModuleLog<AccountsModule>>().DataSource.CreateCommand("select security_stamp = $2 from people where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stamp });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
