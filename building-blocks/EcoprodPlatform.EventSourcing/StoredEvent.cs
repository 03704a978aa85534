namespace EcoprodPlatform.EventSourcing;

/// <summary>An event as read back from a module's log.</summary>
/// <param name="Position">Place in the module's log: grows, with holes where an append was rolled back.</param>
/// <param name="Id">Id of the event, stable for ever; becomes the message id when it is published.</param>
/// <param name="StreamId">The stream it belongs to.</param>
/// <param name="Version">Place in its stream, from 1, without holes.</param>
/// <param name="Name">Explicit stored name (<c>structure-tagged.v1</c>).</param>
/// <param name="Data">The event itself.</param>
/// <param name="Metadata">Who, when and why. Not read in a rebuild of a projection that says it does not look at it (<see cref="RowProjection{TRow}.ReadsMetadata"/>).</param>
/// <param name="RecordedAt">When it was recorded, by the injected clock.</param>
public sealed record StoredEvent(
    long Position,
    Guid Id,
    Guid StreamId,
    long Version,
    string Name,
    object Data,
    EventMetadata Metadata,
    DateTimeOffset RecordedAt)
{
    private readonly EventMetadata? _metadata = Metadata;

    public EventMetadata Metadata => _metadata ?? throw new InvalidOperationException($"The metadata of {Name} was not read: the projection says that it does not look at it.");
}
