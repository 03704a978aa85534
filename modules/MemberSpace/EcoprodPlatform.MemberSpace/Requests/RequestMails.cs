using EcoprodPlatform.Mail;
using EcoprodPlatform.MemberSpace.Mails;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>Tells who sent a request of each step, in their language, and the team of what waits for it (MS-16). Queued with the step, so each is told once.</summary>
internal sealed class RequestMails(ModuleLog<MemberSpaceModule> log, MailRenderer renderer, IdSource ids, TeamMailbox team)
{
    /// <summary>One step, told to the requester.</summary>
    public async Task TellAsync(UnitOfWork work, RequestId id, SpaceRequest request, string state, string? said, CancellationToken ct)
    {
        var reader = await log.FindAsync(
            "select email, first_name || ' ' || last_name, language from people where person_id = $1 and email is not null",
            r => new { Email = r.GetString(0), Name = r.GetString(1), Language = Languages.Of(r.GetString(2)) }, ct, request.RequestedBy);
        if (reader is null)
        {
            return; // the account is gone
        }

        var mail = await renderer.RenderAsync(reader.Language, new RequestMail
        {
            Id = id,
            Organisation = Quoted.Of(await OrganisationAsync(request.OrganisationId, ct)),
            Kind = request.Kind,
            State = state,
            Said = said,
        });
        work.Mail(ids, $"space-request:{id}:{work.Events[0].Version}", new OutgoingMail(reader.Email, reader.Name, mail.Subject, mail.Html, mail.Text));
    }

    /// <summary>What waits for the team.</summary>
    public async Task TellTeamAsync(UnitOfWork work, RequestId id, OrganisationId organisation, string kind, bool isAnswer, CancellationToken ct)
    {
        var mail = await renderer.RenderAsync(Languages.French, new RequestArrivedMail { Id = id, Organisation = Quoted.Of(await OrganisationAsync(organisation, ct)), Kind = kind, IsAnswer = isAnswer });
        work.Mail(ids, $"space-request-team:{id}:{work.Events[0].Version}", new OutgoingMail(team.Address, "Ecoprod", mail.Subject, mail.Html, mail.Text));
    }

    /// <summary>To somebody who administers the space from now on, or once they have an account.</summary>
    public async Task WelcomeAsync(UnitOfWork work, string cause, OrganisationId organisation, string organisationName, string email, string name, System.Globalization.CultureInfo language, bool hasAccount)
    {
        var mail = await renderer.RenderAsync(language, new AdministratorMail { OrganisationId = organisation, Organisation = Quoted.Of(organisationName), HasAccount = hasAccount, Email = email });
        work.Mail(ids, cause, new OutgoingMail(email, name, mail.Subject, mail.Html, mail.Text));
    }

    private async Task<string> OrganisationAsync(OrganisationId id, CancellationToken ct)
        => await log.FindAsync("select name from organisations where organisation_id = $1", r => r.GetString(0), ct, id) ?? "?";
}

/// <summary>Where requests are announced to Ecoprod's team (<c>MemberSpace:TeamAddress</c>).</summary>
internal sealed record TeamMailbox(string Address);
