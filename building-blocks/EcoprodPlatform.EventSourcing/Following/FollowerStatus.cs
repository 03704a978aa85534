namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>What a follower of this host is doing, for health checks and for whoever waits for it.</summary>
public sealed class FollowerStatus(string module, string name)
{
    private readonly LogSignal _moved = new();
    private long _position = -1;

    public string Module { get; } = module;

    public string Name { get; } = name;

    /// <summary>Checkpoint, or -1 while this host has not read it.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Why it is not moving; null when all is well.</summary>
    public string? Error { get; private set; }

    /// <summary>Raised whenever the checkpoint moves.</summary>
    public LogSignal Moved => _moved;

    internal void At(long position)
    {
        Interlocked.Exchange(ref _position, position);
        Error = null;
        _moved.Raise();
    }

    internal void Failed(string error) => Error = error;
}
