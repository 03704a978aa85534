using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.Projects.Ownership;

/// <summary>What people are told of another owner, in the transaction of its event.</summary>
internal sealed class OwnershipMails(MailRenderer renderer, People people, IdSource ids)
{
    public async Task OfferAsync(UnitOfWork work, ProjectId projectId, Project project, PersonId person, CancellationToken ct)
    {
        var known = await people.FindAsync([project.OwnerId, person], ct);
        if (known.GetValueOrDefault(person) is not { Email: { } email } to)
        {
            return;
        }

        var mail = await renderer.RenderAsync(Languages.Of(to.Language), new OwnershipOfferMail
        {
            Owner = Quoted.Of(People.NameOf(project.OwnerId, known)),
            ProjectTitle = Quoted.Of(project.Configuration.Title),
            Path = Links.AnswerOffer(projectId),
        });
        work.Mail(ids, $"ownership-offered:{work.Events[^1].Id}", new OutgoingMail(email, null, mail.Subject, mail.Html, mail.Text));
    }

    /// <summary>To both, as far as both are there.</summary>
    public async Task AppointedAsync(UnitOfWork work, ProjectId projectId, Project project, Person appointed, Person? former, string reason)
    {
        foreach (var to in (Person?[])[appointed, former])
        {
            if (to is { Email: { } email })
            {
                var mail = await renderer.RenderAsync(Languages.Of(to.Language), new OwnerAppointedMail
                {
                    IsYou = to == appointed,
                    Owner = Quoted.Of(appointed.Name),
                    ProjectTitle = Quoted.Of(project.Configuration.Title),
                    Reason = AppointmentReasons.Words(reason),
                    Path = ProjectLinks.Collaboration(projectId),
                });
                work.Mail(ids, $"owner-appointed:{work.Events.Last(e => e.Data is OwnershipTransferred).Id}", new OutgoingMail(email, null, mail.Subject, mail.Html, mail.Text));
            }
        }
    }
}
