using MimeKit;

namespace EcoprodPlatform.Mail;

/// <summary>Makes the MIME message: text and HTML alternatives, and a Message-ID derived from the queue's row.</summary>
internal static class MailComposer
{
    private static readonly ParserOptions WithDomain = new() { AllowAddressesWithoutDomain = false };

    public static MimeMessage Compose(Guid id, OutgoingMail mail, MailboxAddress sender)
    {
        if (!MailboxAddress.TryParse(WithDomain, mail.Recipient, out var recipient))
        {
            throw new MailRefusedException($"Not an address a mail can be sent to: {mail.Recipient}");
        }

        recipient.Name = mail.RecipientName;
        var body = new BodyBuilder { TextBody = mail.Plain, HtmlBody = mail.Html }.ToMessageBody();
        // A copy: an address tells the messages it is in when it changes, and so keeps each of them in memory as long as it lives.
        var message = new MimeMessage([sender.Clone()], [recipient], mail.Subject, body)
        {
            MessageId = $"{id:N}@{sender.Domain}",
            Headers = { { HeaderId.AutoSubmitted, "auto-generated" } },
        };
        if (mail.Unsubscribe is { } address)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{address}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }

        return message;
    }
}
