namespace EcoprodPlatform.Accounts.Registration;

/// <summary>
/// Confirms the address of a new account, by the link of the mail, and answers whose it is if they may go on without signing in where they
/// registered (<see cref="StartedHere"/>). A second time changes nothing, and opens nothing.
/// </summary>
internal sealed record ConfirmAddress(PersonId PersonId, string Token) : IRequest<ConfirmAddress.Answer>
{
    /// <summary>The kind of its mail.</summary>
    public const string About = "confirm-address";

    internal sealed class Handler(PersonManager people, PersonChanges changes) : IRequestHandler<ConfirmAddress, Answer>
    {
        public async Task<Answer> Handle(ConfirmAddress command, CancellationToken ct)
        {
            var person = await people.FindByIdAsync(command.PersonId.ToString()) ?? throw IdentityAnswers.LinkExpired();
            await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
            change.Record(change.Account.Confirm());
            var isFirst = !person.EmailConfirmed;
            if (isFirst)
            {
                person.PersonVersion = change.Version;
            }

            (await people.ConfirmEmailAsync(person, command.Token)).OrThrow();
            await change.SaveAsync(ct);
            return new Answer(isFirst && !person.TwoFactorEnabled ? person : null);
        }
    }

    /// <param name="SignsIn">Null when the link was used before.</param>
    internal sealed record Answer(Person? SignsIn);

    /// <summary>Queues the mail with the link; the token is in the mail and nowhere else.</summary>
    public static async Task AddMailAsync(PersonManager people, AccountMails mails, UnitOfWork work, Person person, string? next)
    {
        var token = MailToken.Write(await people.GenerateEmailConfirmationTokenAsync(person));
        var path = Links.With(Links.Confirm, (MailToken.Person, person.Id.ToString()), (MailToken.Token, token), (Links.Return, next));
        await mails.AddAsync(work, About, person, new ConfirmAddressMail { FirstName = person.FirstName, Path = path });
    }

    public static void Map(Routes to)
    {
        to.Public.Page(Links.Confirm, () => Page.Of(new ConfirmAddressPage { Form = new PageForm() }));
        to.Public.Form(Links.Confirm, PostAsync).LimitAttempts();
    }

    /// <summary>A button, not the link itself: programs that open links of mails to look at them must not confirm anything.</summary>
    private static async Task<IResult> PostAsync(
        HttpContext http, IMediator mediator, SignInManager<Person> signIn, StartedHere started, string? personne, string? jeton, string? retour, CancellationToken ct)
    {
        var form = new PageForm();
        var next = Urls.IsLocal(retour) ? retour : null;
        Answer? answer = null;
        if (!await form.TryAsync(async () => answer = await mediator.Send(new ConfirmAddress(MailToken.PersonOf(personne), MailToken.Read(jeton)), ct)))
        {
            return Page.Of(new ConfirmAddressPage { Form = form }, form.Status);
        }

        // Whoever else is signed in here stays so: a link of a mail changes nobody's session.
        if (answer?.SignsIn is not { } person || !started.Take(http, person.SecurityStamp) || http.ActorOrNull() is not null)
        {
            return Page.Redirect(Links.Then(AccountLinks.SignIn, next), Flash.Done("Adresse confirmée. Vous pouvez vous connecter.", "Address confirmed. You can sign in."));
        }

        await signIn.SignInAsync(person, isPersistent: false);
        SiteLanguage.Remember(http, person.Language);
        return Page.Redirect(next ?? "/", Flash.Done("Adresse confirmée. Vous êtes connecté.", "Address confirmed. You are signed in."));
    }
}

/// <summary>Identity's tokens in addresses of mails.</summary>
internal static class MailToken
{
    public const string Person = "personne";

    public const string Token = "jeton";

    public static string Write(string token) => Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));

    /// <summary>The token as Identity wrote it; throws <c>account.link-expired</c> when it was cut or changed.</summary>
    public static string Read(string? token)
    {
        try
        {
            return Encoding.UTF8.GetString(Microsoft.AspNetCore.WebUtilities.WebEncoders.Base64UrlDecode(token ?? ""));
        }
        catch (FormatException)
        {
            throw IdentityAnswers.LinkExpired();
        }
    }

    public static PersonId PersonOf(string? person) => PersonId.TryParse(person, null, out var id) ? id : throw IdentityAnswers.LinkExpired();
}
