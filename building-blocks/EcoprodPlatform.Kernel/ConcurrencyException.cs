namespace EcoprodPlatform.Kernel;

/// <summary>
/// Someone else changed the thing between reading and saving. Nothing was written.
/// Answered as 409 or 412; what somebody decided on a version they saw is never retried, because a retry hides a lost update.
/// </summary>
public sealed class ConcurrencyException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Two saved at the same moment, whatever anybody had seen: whoever lost may decide again on what is there now.</summary>
    public bool IsRace { get; init; }
}
