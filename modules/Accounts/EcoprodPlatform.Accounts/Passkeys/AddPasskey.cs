namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>Keeps a passkey that the browser has just made, after Identity has checked it.</summary>
/// <param name="Credential">What the browser answered, as JSON.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CurrentPassword">A passkey is a way in for good: an open session is not enough to make one.</param>
internal sealed record AddPasskey(string Credential, string Name, string CurrentPassword, Actor By) : IRequest<Unit>
{
    internal const int LongestName = 60;
    internal const int LongestCredential = 20_000;
    private const int Most = 20;

    internal sealed class Handler(PersonManager people, SignInManager<Person> signIn, PersonChanges changes, AccountMails mails) : IRequestHandler<AddPasskey, Unit>
    {
        public async Task<Unit> Handle(AddPasskey command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            if ((await people.GetPasskeysAsync(person)).Count >= Most)
            {
                throw RuleBrokenException.Conflict("account.too-many-passkeys", new Text($"{Most} clés d’accès au plus : retirez-en une d’abord.", $"At most {Most} passkeys: remove one first."));
            }

            await people.RequireAsync(person, command.CurrentPassword);
            var passkey = await AttestAsync(command.Credential, person);
            passkey.Name = command.Name;
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.AddPasskey());
            (await people.AddOrUpdatePasskeyAsync(person, passkey)).OrThrow();
            await mails.AddAsync(
                change.Work, "passkey-added", person, new SecurityChangedMail { What = new Text("Une clé d’accès a été ajoutée", "A passkey was added") });
            await change.SaveAsync(ct);
            return Unit.Value;
        }

        private async Task<UserPasskeyInfo> AttestAsync(string credential, Person person)
        {
            if (credential.Length is 0 or > LongestCredential)
            {
                throw Refused();
            }

            try
            {
                var result = await signIn.PerformPasskeyAttestationAsync(credential);
                return result.Succeeded && result.UserEntity.Id == person.Id.ToString() ? result.Passkey : throw Refused();
            }
            catch (InvalidOperationException)
            {
                // No request of ours is under way in this browser, or it has expired.
                throw Refused();
            }
        }

        private static RuleBrokenException Refused() => new(
            "account.passkey-refused",
            new Text("La clé d’accès n’a pas pu être ajoutée : la demande a expiré ou n’est pas valable. Recommencez.", "The passkey could not be added: the request expired or is not valid. Try again."));
    }

    public static void Map(Routes to)
    {
        to.Form(Links.PasskeyOptions, OptionsAsync);
        to.Form(Links.PasskeyAdd, PostAsync);
    }

    private static async Task<IResult> OptionsAsync(Asked asked, PersonManager people, SignInManager<Person> signIn)
    {
        var person = await people.FindAsync(asked.By);
        return Results.Text(
            await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = person.Id.ToString(), Name = person.Email!, DisplayName = person.FullName }),
            "application/json");
    }

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, IMediator mediator, PersonManager people, CancellationToken ct)
    {
        var name = form.Optional("name", PasskeyNames.Label, LongestName) ?? new Text("Clé d’accès", "Passkey").ToString();
        var password = form.Secret(PasswordProof.Field, PasswordProof.Label);
        return await form.TryAsync(() => mediator.Send(new AddPasskey(form.Value("credential") ?? "", name, password, asked.By), ct))
            ? Page.Redirect(Links.Passkeys, Flash.Done("Clé d’accès ajoutée.", "Passkey added."))
            : await PasskeyList.PageAsync(asked, people, form);
    }
}
