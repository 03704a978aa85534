namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>
/// The second step of signing in: a code of the authenticator app, or one of the recovery codes, each of which works once.
/// </summary>
/// <param name="Code">As typed, spaces and hyphens allowed.</param>
/// <param name="IsRecovery">A recovery code.</param>
/// <param name="Remember">Stay signed in after the browser is closed.</param>
internal sealed record SecondStep(string Code, bool IsRecovery, bool Remember) : IRequest<SignInAnswer>
{
    /// <summary>Query parameter that carries "stay signed in" from the first step.</summary>
    public const string Keep = "garder";

    internal sealed class Handler(SignInManager<Person> signIn, PersonManager people) : IRequestHandler<SecondStep, SignInAnswer>
    {
        public async Task<SignInAnswer> Handle(SecondStep command, CancellationToken ct)
        {
            // Asked here because Identity counts no tries at recovery codes.
            if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } person || await people.IsLockedOutAsync(person))
            {
                return SignInAnswer.Refused;
            }

            var code = Plain(command.Code);
            var result = command.IsRecovery
                ? await signIn.TwoFactorRecoveryCodeSignInAsync(code)
                : await signIn.TwoFactorAuthenticatorSignInAsync(code, command.Remember, rememberClient: false);
            return result.Succeeded ? new SignInAnswer(SignInOutcome.Done, person.Language) : SignInAnswer.Refused;
        }
    }

    /// <summary>What apps show with spaces, people type with spaces.</summary>
    public static string Plain(string code) => code.Replace(" ", "", StringComparison.Ordinal).Trim();

    public static void Map(Routes to)
    {
        to.Public.Page(Links.SecondStep, (HttpContext http, SignInManager<Person> signIn) => ShowAsync(http, signIn, false));
        to.Public.Form(Links.SecondStep, (HttpContext http, PageForm form, IMediator mediator, CancellationToken ct) => PostAsync(http, form, mediator, false, ct)).LimitAttempts();
        to.Public.Page(Links.Recovery, (HttpContext http, SignInManager<Person> signIn) => ShowAsync(http, signIn, true));
        to.Public.Form(Links.Recovery, (HttpContext http, PageForm form, IMediator mediator, CancellationToken ct) => PostAsync(http, form, mediator, true, ct)).LimitAttempts();
    }

    private static async Task<IResult> ShowAsync(HttpContext http, SignInManager<Person> signIn, bool isRecovery)
        => await signIn.GetTwoFactorAuthenticationUserAsync() is null
            ? Page.Redirect(Links.Then(AccountLinks.SignIn, NextOf(http)))
            : PageOf(http, new PageForm(), isRecovery);

    private static async Task<IResult> PostAsync(HttpContext http, PageForm form, IMediator mediator, bool isRecovery, CancellationToken ct)
    {
        var code = form.Required("code", isRecovery ? new Text("Code de secours", "Recovery code") : new Text("Code", "Code"), max: 40);
        if (form.IsValid)
        {
            var answer = await mediator.Send(new SecondStep(code, isRecovery, http.Request.Query[Keep] == "1"), ct);
            if (answer.Outcome is SignInOutcome.Done)
            {
                SiteLanguage.Remember(http, answer.Language!);
                return Page.Redirect(NextOf(http) ?? "/");
            }

            form.Add("code", new Text(
                "Ce code n’est pas accepté. Après 5 essais, il faut patienter jusqu’à 10 minutes.",
                "This code is not accepted. After 5 attempts one has to wait up to 10 minutes."));
        }

        form["code"] = null;
        return PageOf(http, form, isRecovery);
    }

    private static IResult PageOf(HttpContext http, PageForm form, bool isRecovery)
    {
        (string, string?)[] query = [(Links.Return, NextOf(http)), (Keep, http.Request.Query[Keep] == "1" ? "1" : null)];
        return Page.Of(
            new SecondStepPage { Form = form, IsRecovery = isRecovery, OtherHref = Links.With(isRecovery ? Links.SecondStep : Links.Recovery, query) },
            form.Status);
    }

    private static string? NextOf(HttpContext http) => http.Request.Query[Links.Return].ToString() is var next && Urls.IsLocal(next) ? next : null;
}
