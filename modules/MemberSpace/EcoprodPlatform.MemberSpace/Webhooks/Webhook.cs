namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>An address of a structure that is told what happens in its space.</summary>
/// <param name="Events">Codes of <see cref="WebhookEvent"/>.</param>
/// <param name="FailingSince">Nothing has been taken since; null: all is well.</param>
/// <param name="DisabledAt">It failed for so long that nothing is sent any more.</param>
/// <param name="OldSecretUntil">Until then the secret before signs too.</param>
public sealed record Webhook(
    Guid Id, Guid OrganisationId, string Address, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, DateTimeOffset? FailingSince, DateTimeOffset? DisabledAt, DateTimeOffset? OldSecretUntil)
{
    /// <summary>Of one space.</summary>
    public const int Most = 5;

    /// <summary>How long two secrets sign.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("webhook.unknown", new Text("Cet espace n’a pas ce webhook.", "This space has no such webhook."));
}
