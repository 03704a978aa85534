namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// The request that is being answered may come again: the first unit of work that is begun in it carries its command's id and is carried out
/// once (<see cref="UnitOfWork.Once"/>), whatever the use case. Goes with the flow of the request, so that no command needs to know of it.
/// </summary>
public sealed class RequestOnce : IDisposable
{
    private static readonly AsyncLocal<RequestOnce?> Flow = new();

    private RequestOnce(Guid command) => Command = command;

    /// <summary>Under way here, and not yet carried out; else null.</summary>
    internal static RequestOnce? Open => Flow.Value is { IsDone: false } open ? open : null;

    internal Guid Command { get; }

    /// <summary>Its events are committed: what further units of work write is beside it.</summary>
    internal bool IsDone { get; set; }

    public static RequestOnce Begin(Guid command) => Flow.Value = new RequestOnce(command);

    public void Dispose() => IsDone = true;
}
