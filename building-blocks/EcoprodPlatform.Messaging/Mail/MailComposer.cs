using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>Makes the MIME message: text and HTML alternatives, UTF-8, and a Message-ID derived from the queue's row.</summary>
internal static class MailComposer
{
    public static MailMessage Compose(Guid id, OutgoingMail mail, string from)
    {
        var sender = new MailAddress(from);
        var message = new MailMessage
        {
            From = sender,
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(mail.Recipient, mail.RecipientName, Encoding.UTF8));
        message.Headers.Add("Message-ID", $"<{id:N}@{sender.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Plain, Encoding.UTF8, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(mail.Html, Encoding.UTF8, MediaTypeNames.Text.Html));
        return message;
    }
}
