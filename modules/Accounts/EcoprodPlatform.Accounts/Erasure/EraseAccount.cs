using EcoprodPlatform.Accounts.Limits;
using EcoprodPlatform.Accounts.Mails;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Components;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Erasure;

/// <summary>
/// Deletes one's own account: the row with everything personal goes, with passkeys, tokens and what was mailed; the id
/// stays in the history of projects, and every module is told to forget the name.
/// </summary>
internal sealed record EraseAccount(string CurrentPassword, Actor Actor) : IRequest<Unit>
{
    /// <summary>The word to type.</summary>
    public static readonly Text Word = new("supprimer", "delete");

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<EraseAccount, Unit>
    {
        public async Task<Unit> Handle(EraseAccount command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.Actor, ct);
            change.Record(change.Account.Erase());
            AccountMails.Forget(change.Work, person);
            await mails.AddAsync<AccountErasedMail>(change.Work, SentMails.Farewell, person, person.Email!, null, new { });
            (await people.DeleteAsync(person)).OrThrow();
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.Erasure, () => Page.Of<EraseAccountPage>(new { Form = new PageForm() })).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountsLinks.Erasure, PostAsync).RequireAuthorization(Policies.SignedIn).LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, SignInManager<Person> signIn, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var typed = (form.Value(ConfirmForm.WordField) ?? "").Trim();
        if (!string.Equals(typed, Word.Fr, StringComparison.OrdinalIgnoreCase) && !string.Equals(typed, Word.En, StringComparison.OrdinalIgnoreCase))
        {
            form.Add(ConfirmForm.WordField, new Text($"Confirmation : écrivez « {Word.Fr} ».", $"Confirmation: type “{Word.En}”."));
        }

        var password = form.Secret(PasswordProof.Field, PasswordProof.Label);
        if (!await form.TryAsync(() => mediator.Send(new EraseAccount(password, http.Actor()), ct)))
        {
            return Page.Of<EraseAccountPage>(new { Form = form }, form.Status);
        }

        await signIn.SignOutAsync();
        return Page.Redirect("/", Flash.Done("Votre compte est supprimé. Un dernier message vous le confirme.", "Your account is deleted. One last message confirms it."));
    }
}
