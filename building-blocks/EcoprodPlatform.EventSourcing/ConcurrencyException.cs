namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Someone else appended to the stream between load and save. Nothing was written and no position was drawn.
/// Answered as 409; never retried silently for a person, because a retry hides a lost update.
/// </summary>
public sealed class ConcurrencyException(string message, Exception? inner = null) : Exception(message, inner);
