namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>One message to an address, and what became of it.</summary>
/// <param name="Event">Code of <see cref="WebhookEvent"/>.</param>
/// <param name="Status"><c>queued</c>, <c>sent</c>, <c>failed</c>.</param>
/// <param name="LastCode">HTTP status of the last answer; null when there was none.</param>
/// <param name="LastError">Null when it was taken.</param>
/// <param name="NextAt">When it is tried again; null when it is not.</param>
public sealed record Delivery(
    Guid Id, string Event, Guid? ProjectId, DateTimeOffset HappenedAt, string Status, int Attempts, DateTimeOffset? LastAt, int? LastCode, string? LastError, int? LastMilliseconds, DateTimeOffset? NextAt);

/// <summary>A message whose turn it is.</summary>
/// <param name="Attempts">This one included.</param>
internal sealed record DueDelivery(Guid Id, Guid WebhookId, Guid OrganisationId, string Address, string Event, Guid? ProjectId, DateTimeOffset HappenedAt, int Attempts);
