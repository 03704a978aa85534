namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>Sends a link to choose a new password, if the address has an account; the answer is the same for any address.</summary>
internal sealed record ForgetPassword(string Email) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, SteadyPace pace) : IRequestHandler<ForgetPassword, Unit>
    {
        public async Task<Unit> Handle(ForgetPassword command, CancellationToken ct)
        {
            var started = pace.Start();
            var email = MailAddresses.Read(command.Email, "email");
            if (await people.FindByEmailAsync(email) is { } person && await mails.MayWriteToAsync(email, ct, "reset-password"))
            {
                await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
                var token = MailToken.Write(await people.GeneratePasswordResetTokenAsync(person));
                var path = Links.With(Links.Reset, (MailToken.Person, person.Id.ToString()), (MailToken.Token, token));
                await mails.AddAsync(change.Work, "reset-password", person, new ResetPasswordMail { Path = path });
                await change.SaveAsync(ct);
            }

            await pace.HoldAsync(started, ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.Forgotten, () => Page.Of(new ForgottenPasswordPage { Form = new PageForm() }));
        to.Public.Form(Links.Forgotten, PostAsync).LimitAttempts();
        to.Public.Page(Links.ForgottenSent, () => Page.Of<ResetSentPage>());
    }

    private static async Task<IResult> PostAsync(PageForm form, IMediator mediator, CancellationToken ct)
    {
        var email = form.Required("email", MailAddresses.Label, MailAddresses.Longest);
        return await form.TryAsync(() => mediator.Send(new ForgetPassword(email), ct))
            ? Page.Redirect(Links.ForgottenSent)
            : Page.Of(new ForgottenPasswordPage { Form = form }, form.Status);
    }
}
