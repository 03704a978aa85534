namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>
/// Sets a new password by the link of a mail, once. The link proves the address too, ends a lockout and closes every
/// session.
/// </summary>
internal sealed record ResetPassword(PersonId PersonId, string Token, string Password) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<ResetPassword, Unit>
    {
        public async Task<Unit> Handle(ResetPassword command, CancellationToken ct)
        {
            var person = await people.FindByIdAsync(command.PersonId.ToString()) ?? throw IdentityAnswers.LinkExpired();
            if (!await people.VerifyUserTokenAsync(person, people.Options.Tokens.PasswordResetTokenProvider, PersonManager.ResetPasswordTokenPurpose, command.Token))
            {
                throw IdentityAnswers.LinkExpired();
            }

            await NewPassword.CheckAsync(people, person, command.Password, "password");
            await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
            change.Record(change.Account.ResetPassword());
            if (!person.EmailConfirmed)
            {
                person.EmailConfirmed = true;
                person.PersonVersion = change.Version;
            }

            person.LockoutEnd = null;
            person.AccessFailedCount = 0;
            (await people.ResetPasswordAsync(person, command.Token, command.Password)).OrThrow("password");
            await mails.AddAsync(change.Work, "password-changed", person, new SecurityChangedMail { What = ChangePassword.Told });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.Reset, () => Page.Of(new ResetPasswordPage { Form = new PageForm() }));
        to.Public.Form(Links.Reset, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(PageForm form, IMediator mediator, string? personne, string? jeton, CancellationToken ct)
    {
        var password = form.Secret("password", ChangePassword.NewLabel);
        return await form.TryAsync(() => mediator.Send(new ResetPassword(MailToken.PersonOf(personne), MailToken.Read(jeton), password), ct))
            ? Page.Redirect(AccountLinks.SignIn, Flash.Done("Mot de passe enregistré. Vous pouvez vous connecter.", "Password saved. You can sign in."))
            : Page.Of(new ResetPasswordPage { Form = form }, form.Status);
    }
}
