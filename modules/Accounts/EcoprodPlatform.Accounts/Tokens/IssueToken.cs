using Microsoft.AspNetCore.Authentication.BearerToken;

namespace EcoprodPlatform.Accounts.Tokens;

/// <summary>Checks a person's address, password and (if they use one) code, and opens a session for a program that acts in their name.</summary>
internal sealed record IssueToken(string Email, string Password, string? TwoFactorCode) : IRequest<ClaimsPrincipal>
{
    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn, OpenSessions sessions, IdSource ids, SteadyPace pace)
        : IRequestHandler<IssueToken, ClaimsPrincipal>
    {
        public async Task<ClaimsPrincipal> Handle(IssueToken command, CancellationToken ct)
        {
            var started = pace.Start();
            try
            {
                return await TryAsync(command, ct);
            }
            catch (RuleBrokenException)
            {
                await pace.HoldAsync(started, ct);
                throw;
            }
        }

        private async Task<ClaimsPrincipal> TryAsync(IssueToken command, CancellationToken ct)
        {
            if (command.Password.Length > NewPassword.Longest
                || MailAddresses.Normal(command.Email) is not { } email
                || await people.FindByEmailAsync(email) is not { EmailConfirmed: true } person
                || await people.IsLockedOutAsync(person))
            {
                people.PretendToCheck(command.Password[..Math.Min(command.Password.Length, NewPassword.Longest)]);
                throw SignInAnswer.RefusedRule();
            }

            if (!(await signIn.CheckPasswordSignInAsync(person, command.Password, lockoutOnFailure: true)).Succeeded)
            {
                throw SignInAnswer.RefusedRule();
            }

            if (await people.GetTwoFactorEnabledAsync(person))
            {
                await CheckCodeAsync(person, command.TwoFactorCode);
            }

            var (session, turn) = (new SessionId(ids.NewId()), ids.NewId());
            var principal = await signIn.CreateUserPrincipalAsync(person);
            var stamp = principal.FindFirstValue(signIn.Options.ClaimsIdentity.SecurityStampClaimType)!;
            await sessions.OpenAsync(session, new PersonId(person.Id), stamp, Device.Of(signIn.Context), isKept: true, isByPasskey: false, turn, ct);
            return ProgramTokens.Of(principal, session, turn);
        }

        private async Task CheckCodeAsync(Person person, string? code)
        {
            if (string.IsNullOrWhiteSpace(code))
            {
                throw new RuleBrokenException(
                    "account.second-factor-needed",
                    new Text("Ce compte demande aussi un code de vérification (twoFactorCode).", "This account also asks for a verification code (twoFactorCode)."),
                    field: "twoFactorCode");
            }

            if (!await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, SecondStep.Plain(code)))
            {
                throw SignInAnswer.RefusedRule();
            }

            await people.ResetAccessFailedCountAsync(person);
        }
    }

    public static void Map(Routes to)
        => to.Public.Post("/api/accounts/tokens", PostAsync).LimitAttempts().Produces<AccessTokenResponse>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests);

    /// <summary>Signs in: an access token for 30 minutes and a refresh token for 14 days. 401 tells no more than that it was refused.</summary>
    private static async Task<IResult> PostAsync(CredentialsBody body, IMediator mediator, CancellationToken ct)
    {
        try
        {
            var principal = await mediator.Send(new IssueToken(body.Email ?? "", body.Password ?? "", body.TwoFactorCode), ct);
            return Results.SignIn(principal, authenticationScheme: IdentityConstants.BearerScheme);
        }
        catch (RuleBrokenException refused)
        {
            return TokenProblem.Of(refused);
        }
    }

    /// <summary>Who signs in.</summary>
    internal sealed record CredentialsBody(string? Email, string? Password, string? TwoFactorCode);
}

/// <summary>A refusal to sign in, for programs: 401 with its stable code.</summary>
internal static class TokenProblem
{
    public static IResult Of(RuleBrokenException refused) => ApiProblem.Of(
        StatusCodes.Status401Unauthorized, refused.Code, new Text("Connexion refusée", "Sign-in refused"), refused.Text.ToString());
}
