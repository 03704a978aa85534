namespace EcoprodPlatform.Accounts.Registration;

/// <summary>Sends the confirmation mail again, if the address waits for one; the answer is the same for any address.</summary>
internal sealed record ResendConfirmation(string Email, string? Next) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, SteadyPace pace) : IRequestHandler<ResendConfirmation, Unit>
    {
        public async Task<Unit> Handle(ResendConfirmation command, CancellationToken ct)
        {
            var started = pace.Start();
            var email = MailAddresses.Read(command.Email, "email");
            if (await people.FindByEmailAsync(email) is { EmailConfirmed: false } person && await mails.MayWriteToAsync(email, ct, "confirm-address"))
            {
                await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
                await ConfirmAddress.AddMailAsync(people, mails, change.Work, person, command.Next);
                await change.SaveAsync(ct);
            }

            await pace.HoldAsync(started, ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.Resend, () => Page.Of(new ResendConfirmationPage { Form = new PageForm() }));
        to.Public.Form(Links.Resend, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(PageForm form, IMediator mediator, string? retour, CancellationToken ct)
    {
        var next = Urls.IsLocal(retour) ? retour : null;
        var email = form.Required("email", MailAddresses.Label, MailAddresses.Longest);
        return await form.TryAsync(() => mediator.Send(new ResendConfirmation(email, next), ct))
            ? Page.Redirect(Links.Then(Links.Registered, next))
            : Page.Of(new ResendConfirmationPage { Form = form }, form.Status);
    }
}
