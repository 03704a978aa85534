using EcoprodPlatform.Web.Components;
using EcoprodPlatform.Web.Shell;

namespace EcoprodPlatform.Accounts.Erasure;

/// <summary>
/// Deletes one's own account: the row with everything personal goes, with passkeys, tokens and what was mailed; the id
/// stays in the history of projects, and every module is told to forget the name.
/// </summary>
internal sealed record EraseAccount(string? CurrentPassword, Actor By) : IRequest<Unit>
{
    /// <summary>The word to type.</summary>
    public static readonly Text Word = new("supprimer", "delete");

    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<EraseAccount, Unit>
    {
        public async Task<Unit> Handle(EraseAccount command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.By);
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.By, ct);
            change.Record(change.Account.Erase());
            AccountMails.Forget(change.Work, person);
            await mails.AddAsync(change.Work, SentMails.Farewell, person, person.Email!, null, new AccountErasedMail());
            (await people.DeleteAsync(person)).OrThrow();
            await change.SaveAsync(ct);
            return Unit.Value;
        }
    }

    public static void Map(Routes to)
    {
        to.Page(Links.Erasure, ShowAsync);
        to.Form(Links.Erasure, PostAsync).LimitAttempts();
    }

    private static async Task<IResult> ShowAsync(Asked asked, PageForm form, IEnumerable<ILeaveTaking> modules, CancellationToken ct)
    {
        var left = new List<LeftBehind>();
        foreach (var module in modules)
        {
            left.AddRange(await module.OfAsync(asked.By, ct));
        }

        return Page.Of(new EraseAccountPage { Form = form, Left = left }, form.Status);
    }

    private static async Task<IResult> PostAsync(
        HttpContext http, Asked asked, PageForm form, IMediator mediator, IEnumerable<ILeaveTaking> modules, SignInManager<Person> signIn, CancellationToken ct)
    {
        ConfirmForm.Demand(form, Word);
        var password = form.CurrentPassword(http);
        if (!await form.TryAsync(() => mediator.Send(new EraseAccount(password, asked.By), ct)))
        {
            return await ShowAsync(asked, form, modules, ct);
        }

        await signIn.SignOutAsync();
        return Page.Redirect("/", Flash.Done("Votre compte est supprimé. Un dernier message vous le confirme.", "Your account is deleted. One last message confirms it."));
    }
}
