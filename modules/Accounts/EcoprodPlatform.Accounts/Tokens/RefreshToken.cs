using Microsoft.AspNetCore.Authentication.BearerToken;

namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>
/// Exchanges a refresh token for new tokens, once, as long as its session is open. One that comes back was copied, or its program was not told
/// the answer: the session is closed, and with it every token of it.
/// </summary>
internal sealed record RefreshToken(string Token) : IRequest<ClaimsPrincipal>
{
    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn, OpenSessions sessions, IdSource ids, IOptionsMonitor<BearerTokenOptions> options, TimeProvider clock)
        : IRequestHandler<RefreshToken, ClaimsPrincipal>
    {
        public async Task<ClaimsPrincipal> Handle(RefreshToken command, CancellationToken ct)
        {
            var ticket = options.Get(IdentityConstants.BearerScheme).RefreshTokenProtector.Unprotect(command.Token);
            var next = ids.NewId();
            if (ticket?.Properties.ExpiresUtc is not { } expires
                || clock.GetUtcNow() >= expires
                || ProgramTokens.SessionOf(ticket.Principal) is not { } session
                || ProgramTokens.TurnOf(ticket.Principal) is not { } turn
                || await people.GetUserAsync(ticket.Principal) is not { } person
                || !await sessions.TakeTurnAsync(session, new PersonId(person.Id), turn, next, ct))
            {
                throw new RuleBrokenException(
                    "account.refresh-refused",
                    new Text("Ce jeton n’est plus valable : connectez-vous à nouveau.", "This token is no longer valid: sign in again."));
            }

            return ProgramTokens.Of(await signIn.CreateUserPrincipalAsync(person), session, next);
        }
    }

    public static void Map(Routes to)
        => to.Public.Post("/api/accounts/tokens/refresh", PostAsync).LimitAttempts().Produces<AccessTokenResponse>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>New tokens for a refresh token, which is used up by it: one that comes back closes the session with all its tokens.</summary>
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
