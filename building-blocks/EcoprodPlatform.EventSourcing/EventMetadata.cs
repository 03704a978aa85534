namespace EcoprodPlatform.EventSourcing;

/// <summary>Who caused an event, by which command, in which chain of causes. Ids only, never names.</summary>
/// <param name="ActorId">The person, or <see cref="Guid.Empty"/> for the platform.</param>
/// <param name="CommandId">The command or message that caused it.</param>
/// <param name="CorrelationId">First cause of the chain, carried from message to message.</param>
/// <param name="Reason">Why, where the domain asks for a reason.</param>
public sealed record EventMetadata(Guid ActorId, Guid? CommandId = null, Guid? CorrelationId = null, string? Reason = null);
