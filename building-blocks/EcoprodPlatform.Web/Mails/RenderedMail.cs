namespace EcoprodPlatform.Web.Mails;

/// <summary>A mail ready to be queued: the same words as HTML and as plain text.</summary>
public sealed record RenderedMail(string Subject, string Html, string Text);
