using System.Net;
using System.Net.Mail;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>Hands mails to the configured SMTP server.</summary>
internal sealed class SmtpTransport(MailSettings settings) : IMailTransport
{
    public bool KeepsBodies => false;

    public string Description => $"SMTP {settings.Host}:{settings.Port}{(settings.StartTls ? " STARTTLS" : string.Empty)}";

    public async Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct)
    {
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.StartTls, Timeout = 20_000 };
        if (settings.User is not null)
        {
            client.Credentials = new NetworkCredential(settings.User, settings.Password);
        }

        try
        {
            using var message = MailComposer.Compose(id, mail, settings.Sender);
            await client.SendMailAsync(message, ct);
        }
        catch (FormatException e)
        {
            throw new MailRefusedException($"Not an address a mail can be sent to: {e.Message}", e);
        }
        catch (SmtpFailedRecipientException e) when ((int)e.StatusCode >= 500)
        {
            throw new MailRefusedException(e.Message, e);
        }
        catch (SmtpFailedRecipientException e)
        {
            throw new MailDeferredException(e.Message, e);
        }
    }
}
