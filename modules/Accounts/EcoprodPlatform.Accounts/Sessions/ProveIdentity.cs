using EcoprodPlatform.Accounts.Passkeys;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>
/// Proves again, in an open session, who sits before it: by the password, or by a passkey. Asked before what could take the
/// account over, when the last proof is older than <see cref="CurrentSession.Freshness"/>.
/// </summary>
/// <param name="Password">As typed; null when a passkey is used.</param>
/// <param name="Credential">What the browser answered, as JSON; null when the password is used.</param>
internal sealed record ProveIdentity(string? Password, string? Credential, CurrentSession Session, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn, OpenSessions sessions) : IRequestHandler<ProveIdentity, Unit>
    {
        public async Task<Unit> Handle(ProveIdentity command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            if (command.Credential is { } credential)
            {
                await RequireAsync(person, credential);
            }
            else
            {
                await people.RequirePasswordAsync(person, command.Password);
            }

            await sessions.ProveAsync(command.Session.Id, command.Credential is not null, ct);
            return Unit.Value;
        }

        /// <summary>Any passkey of this person; somebody else's proves nothing here.</summary>
        private async Task RequireAsync(Person person, string credential)
        {
            if (credential.Length is 0 or > AddPasskey.LongestCredential)
            {
                throw Refused();
            }

            try
            {
                var result = await signIn.PerformPasskeyAssertionAsync(credential);
                if (!result.Succeeded || result.User.Id != person.Id)
                {
                    throw Refused();
                }

                // Its counter has moved on: a copy of the key would be found out by it.
                (await people.AddOrUpdatePasskeyAsync(person, result.Passkey)).OrThrow();
            }
            catch (InvalidOperationException)
            {
                // No request of ours is under way in this browser, or it has expired.
                throw Refused();
            }
        }

        private static RuleBrokenException Refused() => new("account.passkey-refused", PasskeySignIn.NotRecognised);
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Proof, Show);
        to.Form(Links.Proof, (HttpContext http, Asked asked, PageForm form, IMediator mediator, string? retour, CancellationToken ct)
            => PostAsync(http, asked, form, mediator, retour, form.Secret(PasswordProof.Field, PasswordProof.Label), null, ct)).LimitAttempts();
        to.Form(Links.ProofByPasskey, (HttpContext http, Asked asked, PageForm form, IMediator mediator, string? retour, CancellationToken ct)
            => PostAsync(http, asked, form, mediator, retour, null, form.Value("credential") ?? "", ct)).LimitAttempts();
    }

    private static IResult Show(string? retour) => PageOf(new PageForm(), retour);

    private static async Task<IResult> PostAsync(
        HttpContext http, Asked asked, PageForm form, IMediator mediator, string? retour, string? password, string? credential, CancellationToken ct)
        => CurrentSession.Of(http) is { } session && await form.TryAsync(() => mediator.Send(new ProveIdentity(password, credential, session, asked.By), ct))
            ? Page.Redirect(Urls.LocalOr(retour, Links.Security))
            : PageOf(form, retour);

    private static IResult PageOf(PageForm form, string? retour)
        => Page.Of(new ProveIdentityPage { Form = form, Next = Urls.LocalOr(retour, Links.Security) }, form.Status);
}

/// <summary>Marks what asks for a fresh proof.</summary>
internal static class FreshProof
{
    /// <summary>Lets the request through when its person has just proved who they are; else asks them to, and comes back.</summary>
    /// <param name="endpoint">A page or a form.</param>
    /// <param name="back">The page to come back to, where it is not the endpoint's own address.</param>
    public static RouteHandlerBuilder NeedsFreshProof(this RouteHandlerBuilder endpoint, string? back = null)
        => endpoint.AddEndpointFilter(async (context, next) => CurrentSession.Of(context.HttpContext) is { IsFresh: true }
            ? await next(context)
            : Page.Redirect(Links.Then(Links.Proof, back ?? Urls.Current(context.HttpContext))));
}
