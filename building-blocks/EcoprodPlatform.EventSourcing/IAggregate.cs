namespace EcoprodPlatform.EventSourcing;

/// <summary>State of one stream, folded from its events. Implemented by immutable records.</summary>
public interface IAggregate<TSelf>
    where TSelf : class, IAggregate<TSelf>
{
    /// <summary>
    /// Stored type of the stream (<c>shared_project</c>), which is Marten's alias of the record's name; a stream of another
    /// type is refused when loaded.
    /// </summary>
    static abstract string StreamType { get; }

    /// <summary>The state before the first event.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>
    /// For types whose streams grow to thousands of events: their state is kept now and then, as JSON, so that a load folds
    /// only what came since. Raised by one whenever that JSON, or the folding, changes. 0: never kept.
    /// </summary>
    static virtual int SnapshotForm => 0;

    /// <summary>The state after <paramref name="event"/>; throws on an event it does not know.</summary>
    TSelf Apply(object @event);
}

/// <summary>The same with the events of the stream under one type, so that folding and deciding are typed.</summary>
public interface IAggregate<TSelf, in TEvent> : IAggregate<TSelf>
    where TSelf : class, IAggregate<TSelf, TEvent>
    where TEvent : class
{
    /// <summary>The state after <paramref name="event"/>.</summary>
    TSelf Apply(TEvent @event);

    TSelf IAggregate<TSelf>.Apply(object @event) => @event is TEvent own ? Apply(own) : throw new UnreadableEventException($"A {TSelf.StreamType} does not know {@event.GetType().Name}.");
}
