namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>Changes one's own password; every other session is closed and a mail tells of it.</summary>
internal sealed record ChangePassword(string? CurrentPassword, string Password, Actor By) : IRequest<Unit>
{
    public static readonly Text NewLabel = new("Nouveau mot de passe", "New password");

    /// <summary>What the mail says.</summary>
    public static readonly Text Told = new("Votre mot de passe a été changé", "Your password was changed");

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<ChangePassword, Unit>
    {
        public async Task<Unit> Handle(ChangePassword command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            await NewPassword.CheckAsync(people, person, command.Password, "password");
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.ChangePassword());
            // Without the old password, when a passkey stands for it.
            (command.CurrentPassword is { } current
                ? await people.ChangePasswordAsync(person, current, command.Password)
                : await people.ResetPasswordAsync(person, await people.GeneratePasswordResetTokenAsync(person), command.Password)).OrThrow("password");
            await mails.AddAsync(change.Work, "password-changed", person, new SecurityChangedMail { What = Told });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Password, PageAsync);
        to.Form(Links.Password, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, Asked asked, PageForm form, IMediator mediator, PeopleQueries queries, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var current = form.CurrentPassword(http);
        var password = form.Secret("password", NewLabel);
        if (!await form.TryAsync(() => mediator.Send(new ChangePassword(current, password, asked.By), ct)))
        {
            return await PageAsync(asked, queries, form, ct);
        }

        await signIn.RefreshAsync(people, asked.By);
        return Page.Redirect(Links.Security, Flash.Done("Mot de passe changé. Vos autres sessions sont fermées.", "Password changed. Your other sessions are closed."));
    }

    private static async Task<IResult> PageAsync(Asked asked, PeopleQueries queries, PageForm form, CancellationToken ct)
        => Page.Of(new ChangePasswordPage { Form = form, Email = (await queries.FindAsync(asked.By.Id, ct)).Email }, form.Status);
}
