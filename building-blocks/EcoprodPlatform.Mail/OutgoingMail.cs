namespace EcoprodPlatform.Mail;

/// <summary>A mail, rendered and ready to go.</summary>
/// <param name="Recipient">E-mail address.</param>
/// <param name="RecipientName">Name beside the address, if known.</param>
/// <param name="Subject">Subject, in the recipient's language.</param>
/// <param name="Html">HTML body.</param>
/// <param name="Plain">The same as plain text.</param>
public sealed record OutgoingMail(string Recipient, string? RecipientName, string Subject, string Html, string Plain)
{
    /// <summary>Absolute address that ends mails of this kind with one POST, without a sign-in (RFC 8058); null for what cannot be turned off.</summary>
    public string? Unsubscribe { get; init; }
}
