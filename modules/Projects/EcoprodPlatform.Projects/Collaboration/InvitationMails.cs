using EcoprodPlatform.Mail;
using EcoprodPlatform.Web.Mails;

namespace EcoprodPlatform.Projects.Collaboration;

/// <summary>Renders an invitation and puts it into the durable mail queue, in the transaction of its event.</summary>
internal sealed class InvitationMails(MailRenderer renderer, People people, IdSource ids)
{
    public async Task AddAsync(
        UnitOfWork work, ProjectId projectId, Project project, InvitationAddress address, string role, string key, DateTimeOffset expiresAt, CancellationToken ct)
    {
        var inviter = People.NameOf(project.OwnerId, await people.FindAsync([project.OwnerId], ct));
        var mail = await renderer.RenderAsync(Languages.Of(address.Language), new InvitationMail
        {
            Inviter = Quoted.Of(inviter),
            ProjectTitle = Quoted.Of(project.Configuration.Title),
            Role = role,
            ExpiresAt = expiresAt,
            Path = Links.Invitation(projectId, address.InvitationId, key),
        });
        // The last event is the one that caused it: sent again, an invitation is another cause.
        work.Mail(ids, $"invitation:{work.Events[^1].Id}", new OutgoingMail(address.Email, null, mail.Subject, mail.Html, mail.Text));
    }
}
