namespace EcoprodPlatform.Accounts.Profile;

/// <summary>
/// Asks for another e-mail address: a link is sent there, and nothing changes before it is followed. An address that is
/// someone else's gets a mail that says so, and the page says nothing.
/// </summary>
internal sealed record ChangeAddress(string Email, string CurrentPassword, Actor By) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, SteadyPace pace) : IRequestHandler<ChangeAddress, Unit>
    {
        public async Task<Unit> Handle(ChangeAddress command, CancellationToken ct)
        {
            var email = MailAddresses.Read(command.Email, "email");
            var person = await people.FindAsync(command.By);
            if (string.Equals(email, person.Email, StringComparison.OrdinalIgnoreCase))
            {
                throw new RuleBrokenException("account.same-address", new Text("C’est déjà l’adresse de votre compte.", "This already is the address of your account."), field: "email");
            }

            await people.RequireAsync(person, command.CurrentPassword);
            var started = pace.Start();
            if (await mails.MayWriteToAsync(email, ct, "change-address", "already-registered"))
            {
                var other = await people.FindByEmailAsync(email);
                await using var change = await changes.BeginAsync(person.Id, command.By, ct);
                if (other is { EmailConfirmed: true })
                {
                    await mails.AddAsync(change.Work, "already-registered", other, new AlreadyRegisteredMail { Path = AccountLinks.SignIn });
                }
                else
                {
                    var token = MailToken.Write(await people.GenerateChangeEmailTokenAsync(person, email));
                    var path = Links.With(Links.ConfirmAddress, (MailToken.Person, person.Id.ToString()), (ConfirmNewAddress.Address, email), (MailToken.Token, token));
                    await mails.AddAsync(change.Work, "change-address", person, email, null, new ChangeAddressMail { Path = path });
                }

                await change.SaveAsync(ct);
            }

            await pace.HoldAsync(started, ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Address, ShowAsync);
        to.Form(Links.Address, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> ShowAsync(Asked asked, PeopleQueries queries, CancellationToken ct)
        => Page.Of(new ChangeAddressPage { Form = new PageForm(), Current = (await queries.FindAsync(asked.By.Id, ct)).Email });

    private static async Task<IResult> PostAsync(Asked asked, PageForm form, PeopleQueries queries, IMediator mediator, CancellationToken ct)
    {
        var email = form.Required("email", MailAddresses.Label, MailAddresses.Longest);
        var password = form.Secret(PasswordProof.Field, PasswordProof.Label);
        return await form.TryAsync(() => mediator.Send(new ChangeAddress(email, password, asked.By), ct))
            ? Page.Redirect(Links.Security, Flash.Done("Un message vient de partir à la nouvelle adresse. Elle remplacera l’actuelle quand vous aurez suivi son lien.", "A message has just been sent to the new address. It will replace the current one once you have followed its link."))
            : Page.Of(new ChangeAddressPage { Form = form, Current = (await queries.FindAsync(asked.By.Id, ct)).Email }, form.Status);
    }
}
