namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>
/// Turns two-step sign-in on, once a code proves that the app has the key; answers the recovery codes, shown this once. The password is asked: an
/// open session must not be enough to keep its owner out.
/// </summary>
internal sealed record TurnOnSecondFactor(string Code, string CurrentPassword, Actor By) : IRequest<IReadOnlyList<string>>
{
    internal const int Codes = 10;

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<TurnOnSecondFactor, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(TurnOnSecondFactor command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            if (person.TwoFactorEnabled)
            {
                throw StartSecondFactor.AlreadyOn();
            }

            await people.RequireAsync(person, command.CurrentPassword);
            if (!await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, SecondStep.Plain(command.Code)))
            {
                throw new RuleBrokenException(
                    "account.wrong-code",
                    new Text(
                        "Code : ce n’est pas celui que l’application doit afficher. Vérifiez l’heure du téléphone et saisissez le code suivant.",
                        "Code: this is not the one the app should show. Check the phone’s time and enter the next code."),
                    field: "code");
            }

            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.TurnSecondFactorOn());
            (await people.SetTwoFactorEnabledAsync(person, true)).OrThrow();
            var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(person, Codes) ?? [];
            await mails.AddAsync(
                change.Work, "second-factor", person, new SecurityChangedMail { What = new Text("La double authentification est activée", "Two-step sign-in is on") });
            await change.SaveAsync(ct);
            return [.. codes];
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.SecondFactorSetUp, ShowAsync).NeverKept();
        to.Form(Links.SecondFactorSetUp, PostAsync).NeverKept().LimitAttempts();
    }

    /// <summary>The address that authenticator apps read from the QR code.</summary>
    internal static string AppAddress(string email, string key)
        => $"otpauth://totp/Ecoprod:{Uri.EscapeDataString(email)}?secret={key}&issuer=Ecoprod&digits=6";

    private static async Task<IResult> ShowAsync(Asked asked, PersonManager people)
        => await PageAsync(await people.FindAsync(asked.By), people, new PageForm());

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var code = form.Required("code", new Text("Code", "Code"), max: 40);
        var password = form.Secret(PasswordProof.Field, PasswordProof.Label);
        IReadOnlyList<string> codes = [];
        if (!await form.TryAsync(async () => codes = await mediator.Send(new TurnOnSecondFactor(code, password, asked.By), ct)))
        {
            form["code"] = null;
            return await PageAsync(await people.FindAsync(asked.By), people, form);
        }

        await signIn.RefreshAsync(people, asked.By);
        return Page.Of(new RecoveryCodesPage { Codes = codes, IsNew = true });
    }

    private static async Task<IResult> PageAsync(Person person, PersonManager people, PageForm form)
    {
        if (person.TwoFactorEnabled || await people.GetAuthenticatorKeyAsync(person) is not { Length: > 0 } key)
        {
            return Page.Redirect(Links.SecondFactor);
        }

        var (path, size) = QrCode.Path(AppAddress(person.Email!, key));
        return Page.Of(new SetUpSecondFactorPage { Form = form, Key = InGroups(key), QrPath = path, QrSize = size }, form.Status);
    }

    private static string InGroups(string key)
    {
        var text = new StringBuilder();
        for (var i = 0; i < key.Length; i += 4)
        {
            text.Append(i == 0 ? "" : " ").Append(key.AsSpan(i, Math.Min(4, key.Length - i)));
        }

        return text.ToString().ToLowerInvariant();
    }
}
