namespace EcoprodPlatform.Web.Mails;

/// <summary>What a mail says about itself while it is rendered; filled by <c>MailLayout</c>.</summary>
public sealed class MailDocument
{
    public string Subject { get; set; } = "";

    public string? Unsubscribe { get; set; }
}
