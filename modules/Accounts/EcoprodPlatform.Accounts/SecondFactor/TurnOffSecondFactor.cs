using EcoprodPlatform.Accounts.Limits;
using EcoprodPlatform.Accounts.Mails;
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

/// <summary>Turns two-step sign-in off, and makes the app's key and the recovery codes worthless.</summary>
internal sealed record TurnOffSecondFactor(string CurrentPassword, Actor Actor) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<TurnOffSecondFactor, Unit>
    {
        public async Task<Unit> Handle(TurnOffSecondFactor command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.Actor, ct);
            change.Record(change.Account.TurnSecondFactorOff());
            (await people.SetTwoFactorEnabledAsync(person, false)).OrThrow();
            (await people.ResetAuthenticatorKeyAsync(person)).OrThrow();
            await people.GenerateNewTwoFactorRecoveryCodesAsync(person, 0);
            await mails.AddAsync<SecurityChangedMail>(
                change.Work, "second-factor", person, new { What = new Text("La double authentification est désactivée", "Two-step sign-in is off") });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.SecondFactorOff, () => PageOf(new PageForm())).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountsLinks.SecondFactorOff, PostAsync).RequireAuthorization(Policies.SignedIn).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var password = form.Secret(PasswordProof.Field, PasswordProof.Label);
        if (!await form.TryAsync(() => mediator.Send(new TurnOffSecondFactor(password, http.Actor()), ct)))
        {
            return PageOf(form);
        }

        await signIn.RefreshAsync(people, http.Actor());
        return Page.Redirect(AccountsLinks.Security, Flash.Done("Double authentification désactivée.", "Two-step sign-in turned off."));
    }

    private static IResult PageOf(PageForm form) => Page.Of<SecondFactorPasswordPage>(
        new
        {
            Form = form,
            Title = new Text("Désactiver la double authentification", "Turn off two-step sign-in"),
            Lead = new Text("Votre mot de passe suffira pour vous connecter.", "Your password will be enough to sign in."),
            Verb = new Text("Désactiver", "Turn off"),
        },
        form.Status);
}
