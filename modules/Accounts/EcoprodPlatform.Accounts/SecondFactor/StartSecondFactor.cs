using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Accounts.Sessions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Makes a new key for an authenticator app. Signing in asks for nothing more until a code has proved that the app has it.</summary>
internal sealed record StartSecondFactor(Actor Actor) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people) : IRequestHandler<StartSecondFactor, Unit>
    {
        public async Task<Unit> Handle(StartSecondFactor command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            if (person.TwoFactorEnabled)
            {
                throw AlreadyOn();
            }

            (await people.ResetAuthenticatorKeyAsync(person)).OrThrow();
            return Unit.Value;
        }
    }

    public static RuleBrokenException AlreadyOn()
        => RuleBrokenException.Conflict("account.second-factor-on", new Text("La double authentification est déjà active.", "Two-step sign-in is already on."));

    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapForm(AccountsLinks.SecondFactor, PostAsync).RequireAuthorization(Policies.SignedIn);

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        if (!await form.TryAsync(() => mediator.Send(new StartSecondFactor(http.Actor()), ct)))
        {
            return await SecondFactorOverview.PageAsync(await people.FindAsync(http.Actor()), people, form);
        }

        await signIn.RefreshAsync(people, http.Actor());
        return Page.Redirect(AccountsLinks.SecondFactorSetUp);
    }
}
