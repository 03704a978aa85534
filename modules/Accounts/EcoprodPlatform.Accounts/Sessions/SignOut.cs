using EcoprodPlatform.Accounts.Contracts;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Sessions;

/// <summary>Closes the session of this browser; a second time changes nothing.</summary>
internal sealed record SignOut : IRequest<Unit>
{
    internal sealed class Handler(SignInManager<Person> signIn) : IRequestHandler<SignOut, Unit>
    {
        public async Task<Unit> Handle(SignOut command, CancellationToken ct)
        {
            await signIn.SignOutAsync();
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapForm(AccountLinks.SignOut, PostAsync).AllowAnonymous();

    private static async Task<IResult> PostAsync(IMediator mediator, CancellationToken ct)
    {
        await mediator.Send(new SignOut(), ct);
        return Page.Redirect("/", Flash.Done("Votre session est fermée.", "You are signed out."));
    }
}
