using EcoprodPlatform.Accounts.People;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

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
            && await context.HttpContext.RequestServices.GetRequiredService<SignInManager<Person>>().ValidateSecurityStampAsync(ticket.Principal) is null)
        {
            context.Fail("This access was removed.");
        }
    }
}
