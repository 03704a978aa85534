using EcoprodPlatform.Accounts.Passkeys;
using EcoprodPlatform.Accounts.SecondFactor;

namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>
/// Sets a new password by the link of a mail, once. The link proves the address too, and closes every session. What somebody else
/// may have added meanwhile to get in again, passkeys and a young second factor, goes with it if its owner says so.
/// </summary>
/// <param name="Forgotten">Ids of the passkeys to remove.</param>
/// <param name="WithoutSecondFactor">Turn the second factor off, if it is young enough.</param>
internal sealed record ResetPassword(PersonId PersonId, string Token, string Password, IReadOnlyList<string> Forgotten, bool WithoutSecondFactor) : IRequest<Unit>
{
    internal const string PasskeyField = "passkey";
    internal const string SecondFactorField = "secondFactor";

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, SecondFactorAge age) : IRequestHandler<ResetPassword, Unit>
    {
        public async Task<Unit> Handle(ResetPassword command, CancellationToken ct)
        {
            var person = await PersonAsync(people, command.PersonId, command.Token) ?? throw IdentityAnswers.LinkExpired();
            await NewPassword.CheckAsync(people, person, command.Password, "password");
            var isYoung = await age.IsYoungAsync(person, ct);
            await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
            change.Record(change.Account.ResetPassword());
            if (!person.EmailConfirmed)
            {
                person.EmailConfirmed = true;
                person.PersonVersion = change.Version;
            }

            SignInAttempts.Forget(change.Work, person.Id);
            (await people.ResetPasswordAsync(person, command.Token, command.Password)).OrThrow("password");
            await mails.AddAsync(change.Work, "password-changed", person, new SecurityChangedMail { What = ChangePassword.Told });
            foreach (var key in (await people.GetPasskeysAsync(person)).Where(k => command.Forgotten.Contains(PasskeyList.ItemOf(k).Id)))
            {
                change.Record(change.Account.RemovePasskey());
                (await people.RemovePasskeyAsync(person, key.CredentialId)).OrThrow();
            }

            if (command.WithoutSecondFactor && isYoung)
            {
                change.Record(change.Account.TurnSecondFactorOff());
                await people.TurnSecondFactorOffAsync(person);
                LiftList.Forget(change.Work, person.Id);
            }

            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.Reset, ShowAsync).NeverKept();
        to.Public.Form(Links.Reset, PostAsync).NeverKept().LimitAttempts();
    }

    /// <summary>Whose link it is, while it is good.</summary>
    private static async Task<Person?> PersonAsync(PersonManager people, PersonId id, string token)
        => await people.FindByIdAsync(id.ToString()) is { } person
            && await people.VerifyUserTokenAsync(person, people.Options.Tokens.PasswordResetTokenProvider, PersonManager.ResetPasswordTokenPurpose, token)
                ? person
                : null;

    private static async Task<IResult> ShowAsync(PersonManager people, SecondFactorAge age, string? personne, string? jeton, CancellationToken ct)
        => await PageAsync(new PageForm(), people, age, personne, jeton, ct);

    private static async Task<IResult> PostAsync(HttpContext http, KnownDevice devices, PageForm form, IMediator mediator, PersonManager people, SecondFactorAge age, string? personne, string? jeton, CancellationToken ct)
    {
        var password = form.Secret("password", ChangePassword.NewLabel);
        if (!await form.TryAsync(() => mediator.Send(
            new ResetPassword(MailToken.PersonOf(personne), MailToken.Read(jeton), password, form.Values(PasskeyField), form.Bool(SecondFactorField)), ct)))
        {
            return await PageAsync(form, people, age, personne, jeton, ct);
        }

        // They sign in from here next, whatever strangers try meanwhile.
        devices.Remember(http, MailToken.PersonOf(personne));
        return Page.Redirect(AccountLinks.SignIn, Flash.Done("Mot de passe enregistré. Vous pouvez vous connecter.", "Password saved. You can sign in."));
    }

    /// <summary>What else lets somebody in is shown to whoever has a good link, and to nobody else.</summary>
    private static async Task<IResult> PageAsync(PageForm form, PersonManager people, SecondFactorAge age, string? personne, string? jeton, CancellationToken ct)
    {
        Person? person = null;
        try
        {
            person = await PersonAsync(people, MailToken.PersonOf(personne), MailToken.Read(jeton));
        }
        catch (RuleBrokenException)
        {
            // A link that was cut: sending the form says so.
        }

        return Page.Of(
            new ResetPasswordPage
            {
                Form = form,
                Passkeys = person is null ? [] : (IReadOnlyList<PasskeyItem>)[.. (await people.GetPasskeysAsync(person)).OrderByDescending(k => k.CreatedAt).Select(PasskeyList.ItemOf)],
                HasSecondFactor = person is { TwoFactorEnabled: true },
                IsSecondFactorYoung = person is not null && await age.IsYoungAsync(person, ct),
            },
            form.Status);
    }
}
