namespace EcoprodPlatform.Kernel;

/// <summary>
/// Someone else changed the thing between reading and saving. Nothing was written.
/// Answered as 409 or 412; never retried silently for a person, because a retry hides a lost update.
/// </summary>
public sealed class ConcurrencyException(string message, Exception? inner = null) : Exception(message, inner);
