namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>How webhooks leave.</summary>
/// <param name="AllowsLoopback">An address on this very machine, and without TLS: for development and tests (<c>MemberSpace:Webhooks:AllowLoopback</c>).</param>
/// <param name="Patience">How long an answer may take (<c>MemberSpace:Webhooks:TimeoutSeconds</c>, 10 unless told).</param>
internal sealed record WebhookSettings(bool AllowsLoopback, TimeSpan Patience);
