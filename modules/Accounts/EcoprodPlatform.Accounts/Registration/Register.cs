using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace EcoprodPlatform.Accounts.Registration;

/// <summary>
/// Opens a free account (CC-1) that a mail has to confirm. The answer never tells whether the address already has one:
/// its owner is told, by mail. Answers the security stamp by which <see cref="StartedHere"/> knows this registration: one of nothing where none was made.
/// </summary>
/// <param name="Next">Where to go once signed in; a path of this site.</param>
internal sealed record Register(string FirstName, string LastName, string Email, string Password, string Language, string? Next) : IRequest<string>
{
    /// <summary>The kind of mail that tells an address's owner that it has an account.</summary>
    public const string AlreadyRegistered = "already-registered";

    private const int Attempts = 10;

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, AccountsDb db, IdSource ids, RegistrationAllowance allowance, SteadyPace pace)
        : IRequestHandler<Register, string>
    {
        public async Task<string> Handle(Register command, CancellationToken ct)
        {
            var started = pace.Start();
            command = command with
            {
                FirstName = PersonName.Read(command.FirstName, PersonName.First, "firstName"),
                LastName = PersonName.Read(command.LastName, PersonName.Last, "lastName"),
                Email = MailAddresses.Read(command.Email, "email"),
                Language = command.Language == "en" ? "en" : "fr",
            };
            await NewPassword.CheckAsync(people, new Person { Email = command.Email }, command.Password, "password");
            await allowance.TakeAsync(ct);
            string? stamp;
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    stamp = await TryAsync(command, ct);
                    break;
                }
                catch (Exception e) when (attempt < Attempts
                    && e is ConcurrencyException or DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } })
                {
                    // The same address was registered in the same instant: now it is there to be found.
                    db.ChangeTracker.Clear();
                }
            }

            await pace.HoldAsync(started, ct);
            return stamp ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        }

        private async Task<string?> TryAsync(Register command, CancellationToken ct)
        {
            if (await people.FindByEmailAsync(command.Email) is not { } existing)
            {
                return await OpenAsync(command, ct);
            }

            if (!await mails.MayWriteToAsync(existing.EmailConfirmed ? AlreadyRegistered : ConfirmAddress.About, existing.Email!, ct))
            {
                people.PretendToCheck(command.Password);
            }
            else if (existing.EmailConfirmed)
            {
                people.PretendToCheck(command.Password);
                await using var change = await changes.BeginAsync(existing.Id, existing.AsActor(), ct);
                await mails.AddAsync(change.Work, AlreadyRegistered, existing, new AlreadyRegisteredMail { Path = Links.Then(AccountLinks.SignIn, command.Next) });
                await change.SaveAsync(ct);
            }
            else
            {
                return await RepeatAsync(existing, command, ct);
            }

            return null;
        }

        private async Task<string?> OpenAsync(Register command, CancellationToken ct)
        {
            var id = ids.NewId();
            var person = new Person
            {
                Id = id,
                UserName = id.ToString(),
                Email = command.Email,
                FirstName = command.FirstName,
                LastName = command.LastName,
                Language = command.Language,
            };
            await using var change = await changes.BeginAsync(id, person.AsActor(), ct);
            change.Record(change.Account.Open());
            person.PersonVersion = change.Version;
            var created = await people.CreateAsync(person, command.Password);
            if (created.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateEmail)))
            {
                throw new ConcurrencyException("This address has just been registered.");
            }

            created.OrThrow("password");
            await ConfirmAddress.AddMailAsync(people, mails, change.Work, person, command.Next);
            await change.SaveAsync(ct);
            return person.SecurityStamp;
        }

        /// <summary>Nobody has proved to own the address yet, so the last to try wins; the earlier links stop working.</summary>
        private async Task<string?> RepeatAsync(Person person, Register command, CancellationToken ct)
        {
            await using var change = await changes.BeginAsync(person.Id, person.AsActor(), ct);
            change.Record(change.Account.Open());
            (person.FirstName, person.LastName, person.Language) = (command.FirstName, command.LastName, command.Language);
            person.PasswordHash = people.PasswordHasher.HashPassword(person, command.Password);
            person.PersonVersion = change.Version;
            (await people.UpdateSecurityStampAsync(person)).OrThrow();
            await ConfirmAddress.AddMailAsync(people, mails, change.Work, person, command.Next);
            await change.SaveAsync(ct);
            return person.SecurityStamp;
        }
    }

    public static void Map(Routes to)
    {
        to.Public.Page(AccountLinks.Register, Show);
        to.Public.Form(AccountLinks.Register, PostAsync).LimitAttempts();
        to.Public.Page(Links.Registered, (string? retour) => Page.Of(new RegisteredPage { Next = Urls.IsLocal(retour) ? retour : null }));
    }

    private static IResult Show(HttpContext http, string? retour)
        => http.ActorOrNull() is not null
            ? Page.Redirect(Urls.LocalOr(retour, AccountLinks.Account))
            : Page.Of(new RegisterPage { Form = new PageForm(), Next = Urls.IsLocal(retour) ? retour : null });

    private static async Task<IResult> PostAsync(HttpContext http, PageForm form, IMediator mediator, StartedHere started, string? retour, CancellationToken ct)
    {
        var next = Urls.IsLocal(retour) ? retour : null;
        var first = form.Required("firstName", PersonName.First, PersonName.Longest);
        var last = form.Required("lastName", PersonName.Last, PersonName.Longest);
        var email = form.Required("email", MailAddresses.Label, MailAddresses.Longest);
        var password = form.Secret("password", NewPassword.Label);
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        var stamp = "";
        if (!await form.TryAsync(async () => stamp = await mediator.Send(new Register(first, last, email, password, language, next), ct)))
        {
            return Page.Of(new RegisterPage { Form = form, Next = next }, form.Status);
        }

        started.Remember(http, stamp);
        return Page.Redirect(Links.Then(Links.Registered, next));
    }
}
