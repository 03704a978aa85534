using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Accounts.Sessions;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Profile;

/// <summary>Changes one's own name and language; other modules hear of it.</summary>
internal sealed record DescribePerson(string FirstName, string LastName, string Language, long ExpectedVersion, Actor Actor) : IRequest<long>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes) : IRequestHandler<DescribePerson, long>
    {
        public async Task<long> Handle(DescribePerson command, CancellationToken ct)
        {
            var (first, last) = (PersonName.Read(command.FirstName, PersonName.First, "firstName"), PersonName.Read(command.LastName, PersonName.Last, "lastName"));
            var language = command.Language is "fr" or "en"
                ? command.Language
                : throw new RuleBrokenException("account.language", new Text("Langue : « fr » ou « en ».", "Language: “fr” or “en”."), field: "language");
            var person = await people.FindAsync(command.Actor);
            if (person.PersonVersion != command.ExpectedVersion)
            {
                throw new ConcurrencyException("This person was changed meanwhile.");
            }

            if ((person.FirstName, person.LastName, person.Language) == (first, last, language))
            {
                return person.PersonVersion;
            }

            await using var change = await changes.BeginAsync(person.Id, command.Actor, ct);
            change.Record(change.Account.Describe());
            (person.FirstName, person.LastName, person.Language, person.PersonVersion) = (first, last, language, change.Version);
            (await people.UpdateAsync(person)).OrThrow();
            await change.SaveAsync(ct);
            return person.PersonVersion;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountLinks.Account, ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountLinks.Account, PostAsync).RequireAuthorization(Policies.SignedIn);

        var api = endpoints.MapApi("/accounts");
        api.MapGet("/me", GetAsync).RequireAuthorization(Policies.SignedIn).Produces<Me>().WithTags("Accounts");
        api.MapPut("/me", PutAsync).RequireAuthorization(Policies.SignedIn).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status428PreconditionRequired)
            .WithTags("Accounts");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, PeopleQueries queries, CancellationToken ct)
    {
        var person = await queries.FindAsync(http.Actor().Id, ct);
        var form = new PageForm { ["firstName"] = person.FirstName, ["lastName"] = person.LastName, ["language"] = person.Language }.SetVersion(person.Version);
        return Page.Of<ProfilePage>(new { Form = form, person.Email });
    }

    private static async Task<IResult> PostAsync(HttpContext http, PeopleQueries queries, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var actor = http.Actor();
        var form = await PageForm.ReadAsync(http);
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

        return Page.Of<ProfilePage>(new { Form = form, person.Email }, form.Status);
    }

    /// <summary>The person this token or session belongs to.</summary>
    private static async Task<IResult> GetAsync(HttpContext http, PeopleQueries queries, CancellationToken ct)
    {
        var person = await queries.FindAsync(http.Actor().Id, ct);
        http.ETag(person.Version);
        return Results.Ok(new Me(person.Id, person.FirstName, person.LastName, person.Email, person.Language, person.IsStaff, person.HasSecondFactor));
    }

    /// <summary>Changes one's own name and language; If-Match carries the version read (ETag).</summary>
    private static async Task<IResult> PutAsync(MeBody body, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        http.ETag(await mediator.Send(new DescribePerson(body.FirstName ?? "", body.LastName ?? "", body.Language ?? "", http.RequiredIfMatch(), http.Actor()), ct));
        return Results.NoContent();
    }

    /// <summary>A person as they see themselves.</summary>
    internal sealed record Me(Guid Id, string FirstName, string LastName, string Email, string Language, bool IsStaff, bool HasSecondFactor);

    /// <summary>What a person may change of themselves.</summary>
    internal sealed record MeBody(string? FirstName, string? LastName, string? Language);
}
