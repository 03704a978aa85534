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

namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>Changes one's own password; every other session is closed and a mail tells of it.</summary>
internal sealed record ChangePassword(string CurrentPassword, string Password, Actor Actor) : IRequest<Unit>
{
    public static readonly Text NewLabel = new("Nouveau mot de passe", "New password");

    /// <summary>What the mail says.</summary>
    public static readonly Text Told = new("Votre mot de passe a été changé", "Your password was changed");

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<ChangePassword, Unit>
    {
        public async Task<Unit> Handle(ChangePassword command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            await NewPassword.CheckAsync(people, person, command.Password, "password");
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.Actor, ct);
            change.Record(change.Account.ChangePassword());
            (await people.ChangePasswordAsync(person, command.CurrentPassword, command.Password)).OrThrow("password");
            await mails.AddAsync<SecurityChangedMail>(change.Work, "password-changed", person, new { What = Told });
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.Password, (HttpContext http, PeopleQueries queries, CancellationToken ct) => PageAsync(http, queries, new PageForm(), ct)).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountsLinks.Password, PostAsync).RequireAuthorization(Policies.SignedIn).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, PeopleQueries queries, PersonManager people, SignInManager<Person> signIn, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var current = form.Secret(PasswordProof.Field, PasswordProof.Label);
        var password = form.Secret("password", NewLabel);
        if (!await form.TryAsync(() => mediator.Send(new ChangePassword(current, password, http.Actor()), ct)))
        {
            return await PageAsync(http, queries, form, ct);
        }

        await signIn.RefreshAsync(people, http.Actor());
        return Page.Redirect(AccountsLinks.Security, Flash.Done("Mot de passe changé. Vos autres sessions sont fermées.", "Password changed. Your other sessions are closed."));
    }

    private static async Task<IResult> PageAsync(HttpContext http, PeopleQueries queries, PageForm form, CancellationToken ct)
        => Page.Of<ChangePasswordPage>(new { Form = form, (await queries.FindAsync(http.Actor().Id, ct)).Email }, form.Status);
}
