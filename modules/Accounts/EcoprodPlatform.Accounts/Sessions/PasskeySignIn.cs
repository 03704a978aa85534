using System.Buffers.Text;
using System.Text.Json;
using EcoprodPlatform.Accounts.Passkeys;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>
/// Signs in with a passkey. The browser is asked for any passkey of this site, so no address is typed and none is revealed;
/// a passkey is two factors in itself, so no code is asked.
/// </summary>
/// <param name="Credential">What the browser answered, as JSON.</param>
internal sealed record PasskeySignIn(string Credential) : IRequest<SignInAnswer>
{
    public static readonly Text NotRecognised = new(
        "Cette clé d’accès n’est pas reconnue, ou la demande a expiré. Recommencez, ou utilisez votre mot de passe.",
        "This passkey is not recognised, or the request expired. Try again, or use your password.");

    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn, SignInAttempts attempts) : IRequestHandler<PasskeySignIn, SignInAnswer>
    {
        public async Task<SignInAnswer> Handle(PasskeySignIn command, CancellationToken ct)
        {
            if (command.Credential.Length is 0 or > AddPasskey.LongestCredential)
            {
                return SignInAnswer.Refused;
            }

            try
            {
                attempts.Waive();
                SessionCookie.SignsInByPasskey(signIn.Context);
                return (await signIn.PasskeySignInAsync(command.Credential)).Succeeded
                    ? new SignInAnswer(SignInOutcome.Done, (await OwnerAsync(command.Credential))?.Language ?? "fr")
                    : SignInAnswer.Refused;
            }
            catch (InvalidOperationException)
            {
                // No request of ours is under way in this browser, or it has expired.
                return SignInAnswer.Refused;
            }
        }

        private async Task<Person?> OwnerAsync(string credential)
        {
            using var json = JsonDocument.Parse(credential);
            return await people.FindByPasskeyIdAsync(Base64Url.DecodeFromChars(json.RootElement.GetProperty("id").GetString()));
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

        form.Add(null, NotRecognised);
        return Page.Of(new SignInPage { Form = form, Next = next }, form.Status);
    }
}
