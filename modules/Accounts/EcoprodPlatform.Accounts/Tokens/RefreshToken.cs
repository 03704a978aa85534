using Microsoft.AspNetCore.Authentication.BearerToken;

namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>Exchanges a refresh token for new tokens, as long as the person still has this access.</summary>
internal sealed record RefreshToken(string Token) : IRequest<ClaimsPrincipal>
{
    internal sealed class Handler(SignInManager<Person> signIn, IOptionsMonitor<BearerTokenOptions> options, TimeProvider clock) : IRequestHandler<RefreshToken, ClaimsPrincipal>
    {
        public async Task<ClaimsPrincipal> Handle(RefreshToken command, CancellationToken ct)
        {
            var ticket = options.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(command.Token);
            if (ticket?.Properties.ExpiresUtc is not { } expires
                || clock.GetUtcNow() >= expires
                || await signIn.ValidateSecurityStampAsync(ticket.Principal) is not { } person)
            {
                throw new RuleBrokenException(
                    "account.refresh-refused",
                    new Text("Ce jeton n’est plus valable : connectez-vous à nouveau.", "This token is no longer valid: sign in again."));
            }

            return await signIn.CreateUserPrincipalAsync(person);
        }
    }

    public static void Map(Routes to)
        => to.Public.Post("/api/accounts/tokens/refresh", PostAsync).LimitAttempts().Produces<AccessTokenResponse>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>New tokens for a refresh token.</summary>
    private static async Task<IResult> PostAsync(RefreshBody body, IMediator mediator, CancellationToken ct)
    {
        try
        {
            return Results.SignIn(await mediator.Send(new RefreshToken(body.RefreshToken ?? ""), ct), authenticationScheme: IdentityConstants.BearerScheme);
        }
        catch (RuleBrokenException refused)
        {
            return TokenProblem.Of(refused);
        }
    }

    /// <summary>The token to exchange.</summary>
    internal sealed record RefreshBody(string? RefreshToken);
}
