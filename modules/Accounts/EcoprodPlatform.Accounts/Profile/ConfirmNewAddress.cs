namespace EcoprodPlatform.Accounts.Profile;

/// <summary>Takes the new address, proved by the link sent there; the old one is told. Sessions elsewhere are closed.</summary>
internal sealed record ConfirmNewAddress(PersonId PersonId, string Email, string Token) : IRequest<Unit>
{
    /// <summary>Query parameter of the link.</summary>
    public const string Address = "adresse";

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<ConfirmNewAddress, Unit>
    {
        public async Task<Unit> Handle(ConfirmNewAddress command, CancellationToken ct)
        {
            var email = MailAddresses.Normal(command.Email) ?? throw IdentityAnswers.LinkExpired();
            var person = await people.FindByIdAsync(command.PersonId.ToString()) ?? throw IdentityAnswers.LinkExpired();
            var old = person.Email!;
            if (!await people.VerifyUserTokenAsync(person, people.Options.Tokens.ChangeEmailTokenProvider, UserManager<Person>.GetChangeEmailTokenPurpose(email), command.Token))
            {
                throw IdentityAnswers.LinkExpired();
            }

            if (await people.FindByEmailAsync(email) is { EmailConfirmed: false } squatter && squatter.Id != person.Id)
            {
                // Registered by someone who never proved to own it: who follows the link does.
                await using var removal = await changes.BeginAsync(squatter.Id, Actor.System, ct);
                removal.Record(removal.Account.Erase());
                AccountMails.Forget(removal.Work, squatter);
                (await people.DeleteAsync(squatter)).OrThrow();
                await removal.SaveAsync(ct);
            }

            await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
            change.Record(change.Account.ChangeAddress());
            person.PersonVersion = change.Version;
            (await people.ChangeEmailAsync(person, email, command.Token)).OrThrow();
            await mails.AddAsync(change.Work, "address-changed", person, old, person.FullName, new AddressChangedMail());
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.ConfirmAddress, (string? adresse) => Page.Of(new ConfirmNewAddressPage { Form = new PageForm(), Address = MailAddresses.Normal(adresse) ?? "" }));
        to.Public.Form(Links.ConfirmAddress, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(
        HttpContext http, IMediator mediator, PersonManager people, SignInManager<Person> signIn, string? personne, string? adresse, string? jeton, CancellationToken ct)
    {
        var form = new PageForm();
        if (!await form.TryAsync(() => mediator.Send(new ConfirmNewAddress(MailToken.PersonOf(personne), adresse ?? "", MailToken.Read(jeton)), ct)))
        {
            return Page.Of(new ConfirmNewAddressPage { Form = form, Address = MailAddresses.Normal(adresse) ?? "" }, form.Status);
        }

        var done = Flash.Done("Votre adresse est changée.", "Your address is changed.");
        if (http.ActorOrNull() is { } actor && actor.Id.ToString() == personne)
        {
            await signIn.RefreshAsync(people, actor);
            return Page.Redirect(Links.Security, done);
        }

        return Page.Redirect(AccountLinks.SignIn, done);
    }
}
