namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>A key by which a structure's own programs read its space. The key itself is known to whoever received it, and to nobody here.</summary>
/// <param name="Beginning">Its first characters, by which its holders know which one it is.</param>
/// <param name="Quotation">The quotation it was issued on.</param>
/// <param name="ExpiresOn">Last day it opens anything.</param>
/// <param name="LastUsedAt">To the hour; null: never.</param>
public sealed record SpaceKey(
    Guid Id, Guid OrganisationId, string Name, string Beginning, IReadOnlyList<string> Scopes, string Quotation, DateTimeOffset IssuedAt, DateOnly ExpiresOn, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt)
{
    /// <summary>How every key begins, so that one that lies about is recognised.</summary>
    public const string Prefix = "epk_";

    /// <summary>In force at once, of one space.</summary>
    public const int Most = 10;

    public const int LongestYears = 2;

    public static DateOnly LastDay(DateOnly today) => today.AddYears(LongestYears);

    public bool IsInForce(DateOnly today) => RevokedAt is null && today <= ExpiresOn;

    internal static RuleBrokenException Unknown() => RuleBrokenException.NotFound("key.not-here", new Text("Cette structure n’a pas cette clé.", "This structure has no such key."));
}
