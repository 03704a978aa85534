using System.Security.Claims;
using EcoprodPlatform.Accounts.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>
/// Looks at each use of a bearer token whether its person still has this access: a token is no longer worth anything once
/// the account is deleted, the password changed or a passkey removed. Cookies are looked after by Identity itself.
/// </summary>
internal sealed class BearerSessionCheck(SignInManager<Person> signIn) : IClaimsTransformation
{
    /// <summary>Claim that tells a token's principal from a cookie's.</summary>
    public const string Claim = "ecoprod:token";

    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
        => !principal.HasClaim(c => c.Type == Claim) || await signIn.ValidateSecurityStampAsync(principal) is not null
            ? principal
            : new ClaimsPrincipal(new ClaimsIdentity());
}
