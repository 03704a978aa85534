using EcoprodPlatform.Accounts.Limits;
using EcoprodPlatform.Accounts.Mails;
using EcoprodPlatform.Accounts.People;
using EcoprodPlatform.Accounts.Registration;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web;
using EcoprodPlatform.Web.Endpoints;
using EcoprodPlatform.Web.Forms;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Accounts.Passwords;

/// <summary>Sends a link to choose a new password, if the address has an account; the answer is the same for any address.</summary>
internal sealed record ForgetPassword(string Email) : IRequest<Unit>
{
    internal sealed class Handler(PersonManager people, PersonChanges changes, AccountMails mails, SteadyPace pace) : IRequestHandler<ForgetPassword, Unit>
    {
        public async Task<Unit> Handle(ForgetPassword command, CancellationToken ct)
        {
            var started = pace.Start();
            var email = MailAddresses.Read(command.Email, "email");
            if (await people.FindByEmailAsync(email) is { } person && await mails.MayWriteToAsync(email, ct))
            {
                await using var change = await changes.BeginAsync(person.Id, new Actor(person.Id), ct);
                var token = MailToken.Write(await people.GeneratePasswordResetTokenAsync(person));
                var path = AccountsLinks.With(AccountsLinks.Reset, (MailToken.Person, person.Id.ToString()), (MailToken.Token, token));
                await mails.AddAsync<ResetPasswordMail>(change.Work, "reset-password", person, new { Path = path });
                await change.SaveAsync(ct);
            }

            await pace.HoldAsync(started, ct);
            return Unit.Value;
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage(AccountsLinks.Forgotten, () => Page.Of<ForgottenPasswordPage>(new { Form = new PageForm() })).AllowAnonymous();
        endpoints.MapForm(AccountsLinks.Forgotten, PostAsync).AllowAnonymous().LimitAttempts();
        endpoints.MapPage(AccountsLinks.ForgottenSent, () => Page.Of<ResetSentPage>()).AllowAnonymous();
    }

    private static async Task<IResult> PostAsync(HttpContext http, IMediator mediator, CancellationToken ct)
    {
        var form = await PageForm.ReadAsync(http);
        var email = form.Required("email", MailAddresses.Label, MailAddresses.Longest);
        return await form.TryAsync(() => mediator.Send(new ForgetPassword(email), ct))
            ? Page.Redirect(AccountsLinks.ForgottenSent)
            : Page.Of<ForgottenPasswordPage>(new { Form = form }, form.Status);
    }
}
