namespace EcoprodPlatform.Mail;

/// <summary>Hands one mail over: to an SMTP server, or to a folder of .eml files where none is configured.</summary>
public interface IMailTransport
{
    /// <summary>
    /// Returns when the mail has been accepted. Throws <see cref="MailRefusedException"/> when this mail will never be
    /// accepted, and anything else when it may be tried again.
    /// </summary>
    Task SendAsync(Guid id, OutgoingMail mail, CancellationToken ct);

    /// <summary>
    /// True where a mail that was handed over has reached nobody yet (the folder): staff then read it on a page. Otherwise
    /// its body is emptied, because it may hold a name or a token.
    /// </summary>
    bool KeepsBodies { get; }

    /// <summary>Where mails go, for logs and the start-up message; no password.</summary>
    string Description { get; }
}

/// <summary>The server refused this mail for good (5xx): trying again would not help.</summary>
public sealed class MailRefusedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The server refused this mail for now (4xx on the recipient): later, perhaps; other mails may pass.</summary>
public sealed class MailDeferredException(string message, Exception inner) : Exception(message, inner);
