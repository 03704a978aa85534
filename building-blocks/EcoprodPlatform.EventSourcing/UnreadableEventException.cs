namespace EcoprodPlatform.EventSourcing;

/// <summary>A stored event cannot be read by this version of the program. Stops the part concerned, never skips the event.</summary>
public sealed class UnreadableEventException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Its position in the log; 0 where it was read by its stream.</summary>
    public long Position { get; init; }
}
