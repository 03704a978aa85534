using EcoprodPlatform.Accounts.Limits;
using EcoprodPlatform.Accounts.Mails;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.SecondFactor;

/// <summary>Makes new recovery codes, shown this once; the earlier ones are void.</summary>
internal sealed record RenewRecoveryCodes(string CurrentPassword, Actor Actor) : IRequest<IReadOnlyList<string>>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails) : IRequestHandler<RenewRecoveryCodes, IReadOnlyList<string>>
    {
        public async Task<IReadOnlyList<string>> Handle(RenewRecoveryCodes command, CancellationToken ct)
        {
            var person = await people.FindAsync(command.Actor);
            await people.RequireAsync(person, command.CurrentPassword);
            await using var change = await changes.BeginAsync(person.Id, command.Actor, ct);
            change.Record(change.Account.RenewRecoveryCodes());
            var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(person, TurnOnSecondFactor.Codes) ?? [];
            await mails.AddAsync<SecurityChangedMail>(
                change.Work, "recovery-codes", person, new { What = new Text("De nouveaux codes de secours ont été créés", "New recovery codes were made") });
            await change.SaveAsync(ct);
            return [.. codes];
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.RecoveryCodes, () => PageOf(new PageForm())).RequireAuthorization(Policies.SignedIn);
        endpoints.MapForm(AccountsLinks.RecoveryCodes, PostAsync).RequireAuthorization(Policies.SignedIn).NeverKept().LimitAttempts();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var password = form.Secret(PasswordProof.Field, PasswordProof.Label);
        IReadOnlyList<string> codes = [];
        return await form.TryAsync(async () => codes = await mediator.Send(new RenewRecoveryCodes(password, http.Actor()), ct))
            ? Page.Of<RecoveryCodesPage>(new { Codes = codes })
            : PageOf(form);
    }

    private static IResult PageOf(PageForm form) => Page.Of<SecondFactorPasswordPage>(
        new
        {
            Form = form,
            Title = new Text("Nouveaux codes de secours", "New recovery codes"),
            Lead = new Text("Les codes que vous avez déjà ne seront plus valables.", "The codes you already have will no longer be valid."),
            Verb = new Text("Créer les codes", "Make the codes"),
        },
        form.Status);
}
