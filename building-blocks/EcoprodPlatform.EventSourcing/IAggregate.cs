namespace EcoprodPlatform.EventSourcing;

/// <summary>State of one stream, folded from its events. Implemented by immutable records.</summary>
public interface IAggregate<TSelf>
    where TSelf : class, IAggregate<TSelf>
{
    /// <summary>Stored type of the stream (<c>project</c>); a stream of another type is refused when loaded.</summary>
    static abstract string StreamType { get; }

    /// <summary>The state before the first event.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>The state after <paramref name="event"/>; throws on an event it does not know.</summary>
    TSelf Apply(object @event);
}
