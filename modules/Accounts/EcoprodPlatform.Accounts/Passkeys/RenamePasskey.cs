using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Passkeys;

/// <summary>Gives one's own passkey another name; only its owner ever sees it, so the log does not hear of it.</summary>
internal sealed record RenamePasskey(string Id, string Name, Actor Actor) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people) : IRequestHandler<RenamePasskey, Unit>
    {
        public async Task<Unit> Handle(RenamePasskey command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            var passkey = await PasskeyList.FindAsync(people, person, command.Id);
            passkey.Name = command.Name;
            (await people.AddOrUpdatePasskeyAsync(person, passkey)).OrThrow();
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.Passkey("{id}"), ShowAsync).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountsLinks.Passkey("{id}"), PostAsync).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, PersonManager people)
    {
        var passkey = await PasskeyList.FindAsync(people, await people.FindAsync(http.Actor()), id);
        return Page.Of<RenamePasskeyPage>(new { Form = new PageForm { ["name"] = passkey.Name } });
    }

    private static async Task<IResult> PostAsync(string id, HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var name = form.Required("name", PasskeyNames.Label, AddPasskey.LongestName);
        return await form.TryAsync(() => mediator.Send(new RenamePasskey(id, name, http.Actor()), ct))
            ? Page.Redirect(AccountsLinks.Passkeys, Flash.Done("Nom enregistré.", "Name saved."))
            : Page.Of<RenamePasskeyPage>(new { Form = form }, form.Status);
    }
}

/// <summary>Words about the names of passkeys.</summary>
internal static class PasskeyNames
{
    public static readonly Text Label = new("Nom de la clé", "Name of the key");
}
