using EcoprodPlatform.Accounts.Passkeys;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>
/// Signs in with a passkey. The browser is asked for any passkey of this site, so no address is typed and none is revealed;
/// a passkey is two factors in itself, so no code is asked.
/// </summary>
/// <param name="Credential">What the browser answered, as JSON.</param>
internal sealed record PasskeySignIn(string Credential) : IRequest<SignInAnswer>
{
    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn) : IRequestHandler<PasskeySignIn, SignInAnswer>
    {
        public async Task<SignInAnswer> Handle(PasskeySignIn command, CancellationToken ct)
        {
            if (command.Credential.Length is 0 or > AddPasskey.LongestCredential)
            {
                return SignInAnswer.Refused;
            }

            try
            {
                // Not PasskeySignInAsync: it keeps the owner out while somebody else's wrong passwords suspend the account. A passkey cannot be guessed.
                var proof = await signIn.PerformPasskeyAssertionAsync(command.Credential);
                if (!proof.Succeeded || !await signIn.CanSignInAsync(proof.User) || !(await people.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey)).Succeeded)
                {
                    return SignInAnswer.Refused;
                }

                await signIn.SignInWithClaimsAsync(proof.User, isPersistent: false, [new Claim("amr", "hwk")]);
                return new SignInAnswer(SignInOutcome.Done, proof.User.Language);
            }
            catch (InvalidOperationException)
            {
                // No request of ours is under way in this browser, or it has expired.
                return SignInAnswer.Refused;
            }
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Form(Links.PasskeySignInOptions, async (SignInManager<Person> signIn) => Results.Text(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json")).LimitAttempts();
        to.Public.Form(Links.PasskeySignIn, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, PageForm form, IMediator mediator, string? retour, CancellationToken ct)
    {
        var next = Urls.IsLocal(retour) ? retour : null;
        var answer = await mediator.Send(new PasskeySignIn(form.Value("credential") ?? ""), ct);
        if (answer.Outcome is SignInOutcome.Done)
        {
            SiteLanguage.Remember(http, answer.Language!);
            return Page.Redirect(next ?? "/");
        }

        form.Add(null, new Text(
            "Cette clé d’accès n’est pas reconnue, ou la demande a expiré. Recommencez, ou utilisez votre mot de passe.",
            "This passkey is not recognised, or the request expired. Try again, or use your password."));
        return Page.Of(new SignInPage { Form = form, Next = next }, form.Status);
    }
}
