using EcoprodPlatform.Accounts.Mails;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Accounts.Sessions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>Takes a passkey away; sessions elsewhere, perhaps opened with it, are closed.</summary>
internal sealed record RemovePasskey(string Id, Actor Actor) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<RemovePasskey, Unit>
    {
        public async Task<Unit> Handle(RemovePasskey command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            var passkey = await PasskeyList.FindAsync(people, person, command.Id);
            await using var change = await changes.BeginAsync(person.Id, command.Actor, ct);
            change.Record(change.Account.RemovePasskey());
            (await people.RemovePasskeyAsync(person, passkey.CredentialId)).OrThrow();
            (await people.UpdateSecurityStampAsync(person)).OrThrow();
            await mails.AddAsync<SecurityChangedMail>(
                change.Work, "passkey-removed", person, new { What = new Text("Une clé d’accès a été retirée", "A passkey was removed") });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.PasskeyRemoval("{id}"), ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountsLinks.PasskeyRemoval("{id}"), PostAsync).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, PersonManager people)
        => Page.Of<RemovePasskeyPage>(new { Name = (await PasskeyList.FindAsync(people, await people.FindAsync(http.Actor()), id)).Name ?? "" });

    private static async Task<IResult> PostAsync(string id, HttpContext http, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        await mediator.Send(new RemovePasskey(id, http.Actor()), ct);
        await signIn.RefreshAsync(people, http.Actor());
        return Page.Redirect(AccountsLinks.Passkeys, Flash.Done("Clé d’accès retirée. Pensez à la supprimer aussi de l’appareil qui la garde.", "Passkey removed. Remember to delete it from the device that keeps it."));
    }
}
