namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// What an event must say about a person in words, although events stay for ever: sealed with a key of that person's own,
/// and unreadable for everybody once the key is forgotten. Names and addresses are not for events at all: they live in
/// Accounts, and events hold ids (docs/decisions/0006).
/// </summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Sealed">Nonce (12 bytes), AES-256-GCM tag (16) and text, base64. The person's id is authenticated with it.</param>
public sealed record SealedText(Guid Person, string Sealed);
