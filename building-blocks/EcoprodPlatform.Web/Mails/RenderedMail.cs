namespace EcoprodPlatform.Web.Mails;

/// <summary>A mail ready to be queued: the same words as HTML and as plain text.</summary>
/// <param name="Unsubscribe">Absolute address that ends mails of this kind; null for what cannot be turned off.</param>
public sealed record RenderedMail(string Subject, string Html, string Text, string? Unsubscribe);
