namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>
/// Signs a person in with their personal address and password (MS-18). Unknown address, wrong password and too many tries get
/// one and the same answer, in the same time.
/// </summary>
internal sealed record SignIn(string Email, string Password, bool Remember) : IRequest<SignInAnswer>
{
    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn, SteadyPace pace) : IRequestHandler<SignIn, SignInAnswer>
    {
        public async Task<SignInAnswer> Handle(SignIn command, CancellationToken ct)
        {
            var started = pace.Start();
            var answer = await TryAsync(command);
            if (answer.Outcome is SignInOutcome.Refused)
            {
                await pace.HoldAsync(started, ct);
            }

            return answer;
        }

        private async Task<SignInAnswer> TryAsync(SignIn command)
        {
            if (command.Password.Length > NewPassword.Longest)
            {
                return SignInAnswer.Refused;
            }

            if (MailAddresses.Normal(command.Email) is not { } email
                || await people.FindByEmailAsync(email) is not { } person
                || await people.IsLockedOutAsync(person))
            {
                people.PretendToCheck(command.Password);
                return SignInAnswer.Refused;
            }

            if (!person.EmailConfirmed)
            {
                // Identity would say so without asking for the password, and so tell a stranger that the account exists.
                if (await people.CheckPasswordAsync(person, command.Password))
                {
                    await people.ResetAccessFailedCountAsync(person);
                    return new SignInAnswer(SignInOutcome.Unconfirmed, null);
                }

                return SignInAnswer.Refused;
            }

            var result = await signIn.PasswordSignInAsync(person, command.Password, command.Remember, lockoutOnFailure: true);
            return new SignInAnswer(
                result.Succeeded ? SignInOutcome.Done : result.RequiresTwoFactor ? SignInOutcome.SecondStep : SignInOutcome.Refused,
                person.Language);
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(AccountLinks.SignIn, Show);
        to.Public.Form(AccountLinks.SignIn, PostAsync).LimitAttempts();
    }

    private static IResult Show(HttpContext http, string? retour)
    {
        var next = Urls.IsLocal(retour) ? retour : null;
        return http.ActorOrNull() is not null
            ? Page.Redirect(next ?? "/")
            : Page.Of(new SignInPage { Form = new PageForm(), Next = next });
    }

    private static async Task<IResult> PostAsync(HttpContext http, PageForm form, IMediator mediator, string? retour, CancellationToken ct)
    {
        var next = Urls.IsLocal(retour) ? retour : null;
        var email = form.Required("email", MailAddresses.Label, MailAddresses.Longest);
        var password = form.Secret("password", NewPassword.Label);
        var remember = form.Bool("remember");
        if (form.IsValid)
        {
            var answer = await mediator.Send(new SignIn(email, password, remember), ct);
            switch (answer.Outcome)
            {
                case SignInOutcome.Done:
                    SiteLanguage.Remember(http, answer.Language!);
                    return Page.Redirect(next ?? "/");
                case SignInOutcome.SecondStep:
                    return Page.Redirect(Links.With(Links.SecondStep, (Links.Return, next), (SecondStep.Keep, remember ? "1" : null)));
                case SignInOutcome.Unconfirmed:
                    return Page.Of(new SignInPage { Form = form, Next = next, IsUnconfirmed = true }, StatusCodes.Status422UnprocessableEntity);
                default:
                    form.Add(SignInAnswer.RefusedRule());
                    break;
            }
        }

        return Page.Of(new SignInPage { Form = form, Next = next }, form.Status);
    }
}

/// <summary>How an attempt to sign in ended.</summary>
internal enum SignInOutcome
{
    /// <summary>The session is open.</summary>
    Done,

    /// <summary>The password was right; the code of the authenticator app is asked next.</summary>
    SecondStep,

    /// <summary>The password was right, but the address was never confirmed.</summary>
    Unconfirmed,

    /// <summary>No, without saying why.</summary>
    Refused,
}

/// <param name="Outcome">How it ended.</param>
/// <param name="Language">The person's language, once they are known.</param>
internal sealed record SignInAnswer(SignInOutcome Outcome, string? Language)
{
    public static readonly SignInAnswer Refused = new(SignInOutcome.Refused, null);

    /// <summary>The one answer for unknown addresses, wrong passwords and too many tries.</summary>
    public static RuleBrokenException RefusedRule() => new(
        "account.sign-in-refused",
        new Text(
            "L’adresse ou le mot de passe ne sont pas reconnus. Après 5 essais sur un compte, il faut patienter jusqu’à 10 minutes ; une clé d’accès ou un nouveau mot de passe par e-mail ouvrent sans attendre.",
            "The address or the password is not recognised. After 5 attempts on an account one has to wait up to 10 minutes; a passkey or a new password by e-mail gets in without waiting."));
}
