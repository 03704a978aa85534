using EcoprodPlatform.Web.Fields;

namespace EcoprodPlatform.Accounts.Profile;

/// <summary>Changes one's own name and language; other modules hear of it.</summary>
internal sealed record DescribePerson(string FirstName, string LastName, string Language, long Seen, Actor By) : IRequest<long>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes) : IRequestHandler<DescribePerson, long>
    {
        public async Task<long> Handle(DescribePerson command, CancellationToken ct)
        {
            RuleBrokenException.ThrowIfAny(Faults(command.FirstName, command.LastName, command.Language));
            var (first, last, language) = (PersonName.Read(command.FirstName, PersonName.First, "firstName"), PersonName.Read(command.LastName, PersonName.Last, "lastName"), command.Language);
            var person = await people.FindAsync(command.By);
            if (person.PersonVersion != command.Seen)
            {
                throw new ConcurrencyException("This person was changed meanwhile.");
            }

            if ((person.FirstName, person.LastName, person.Language) == (first, last, language))
            {
                return person.PersonVersion;
            }

            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.Describe());
            (person.FirstName, person.LastName, person.Language, person.PersonVersion) = (first, last, language, change.Version);
            (await people.UpdateAsync(person)).OrThrow();
            await change.SaveAsync(ct);
            return person.PersonVersion;
        }
    }

    private static IReadOnlyList<RuleBrokenException> Faults(string? first, string? last, string? language) => RuleBrokenException.Among(
        () => PersonName.Read(first, PersonName.First, "firstName"),
        () => PersonName.Read(last, PersonName.Last, "lastName"),
        () => _ = language is "fr" or "en" ? language : throw new RuleBrokenException("account.language", new Text("Langue : « fr » ou « en ».", "Language: “fr” or “en”."), field: "language"));

    public static void Map(Routes to)
    {
        to.Page(AccountLinks.Account, ShowAsync);
        to.Form(AccountLinks.Account, PostAsync);

        to.Get("/api/accounts/me", GetAsync, "GetMe");
        to.Put("/api/accounts/me", PutAsync);
    }

    private static async Task<IResult> ShowAsync(Asked asked, PeopleQueries queries, CancellationToken ct)
    {
        var person = await queries.FindAsync(asked.By.Id, ct);
        var form = new PageForm { ["firstName"] = person.FirstName, ["lastName"] = person.LastName, ["language"] = person.Language }.SetVersion(person.Version);
        return Page.Of(new ProfilePage { Form = form, Email = person.Email });
    }

    private static async Task<IResult> PostAsync(Asked asked, HttpContext http, PageForm form, PeopleQueries queries, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var actor = asked.By;
        var first = form.Required("firstName", PersonName.First, PersonName.Longest);
        var last = form.Required("lastName", PersonName.Last, PersonName.Longest);
        var language = form.Choice("language", new Text("Langue", "Language"), ["fr", "en"], required: true);
        if (await form.TryAsync(() => mediator.Send(new DescribePerson(first, last, language!, form.Version(), actor), ct)))
        {
            SiteLanguage.Remember(http, language!);
            await signIn.RefreshAsync(people, actor);
            return Page.Redirect(AccountLinks.Account, Flash.Done("Profil enregistré.", "Profile saved."));
        }

        var person = await queries.FindAsync(actor.Id, ct);
        if (form.IsStale)
        {
            form.SetVersion(person.Version);
        }

        return Page.Of(new ProfilePage { Form = form, Email = person.Email }, form.Status);
    }

    /// <summary>The person this token or session belongs to.</summary>
    private static async Task<Me> GetAsync(Asked asked, PeopleQueries queries, CancellationToken ct)
    {
        var person = await queries.FindAsync(asked.By.Id, ct);
        return asked.Versioned(new Me(person.Id, person.FirstName, person.LastName, person.Email, person.Language, person.IsStaff, person.HasSecondFactor), person.Version);
    }

    /// <summary>Changes one's own name and language; If-Match carries the version read (ETag).</summary>
    private static async Task<NoContent> PutAsync(MeBody body, Asked asked, SeenVersion seen, IMediator mediator, CancellationToken ct)
        => asked.NoContent(await mediator.Send(new DescribePerson(body.FirstName ?? "", body.LastName ?? "", body.Language ?? "", seen, asked.By), ct));

    /// <summary>A person as they see themselves.</summary>
    internal sealed record Me(Guid Id, string FirstName, string LastName, string Email, string Language, bool IsStaff, bool HasSecondFactor);

    /// <summary>What a person may change of themselves.</summary>
    internal sealed record MeBody(string? FirstName, string? LastName, string? Language) : IRuledBody
    {
        IEnumerable<RuleBrokenException> IRuledBody.Faults() => DescribePerson.Faults(FirstName, LastName, Language);
    }
}
