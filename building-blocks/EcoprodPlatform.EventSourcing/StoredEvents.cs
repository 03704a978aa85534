using JasperFx.Events;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// What an event carries beside its data, in Marten's columns: who (<see cref="IEvent.UserName"/>), by which command
/// (<see cref="IEvent.CausationId"/>), in which chain of causes (<see cref="IEvent.CorrelationId"/>) and why (a header). Ids only, never names.
/// </summary>
public static class StoredEvents
{
    internal const string Reason = "reason";

    extension(IEvent stored)
    {
        /// <summary>The person who did it, or <see cref="Guid.Empty"/> for the platform.</summary>
        public Guid ActorId => Guid.TryParse(stored.UserName, out var id) ? id : Guid.Empty;

        /// <summary>First cause of the chain, carried from message to message.</summary>
        public Guid? Correlation => Guid.TryParse(stored.CorrelationId, out var id) ? id : null;

        /// <summary>Why, where the domain asks for a reason.</summary>
        public string? GivenReason => stored.GetHeader(Reason)?.ToString();
    }

    internal static void Sign(this IEvent stored, Cause cause, DateTimeOffset now)
    {
        stored.Timestamp = now;
        stored.UserName = cause.Actor;
        stored.CausationId = cause.Command;
        stored.CorrelationId = cause.Correlation;
        if (cause.Reason is not null)
        {
            stored.SetHeader(Reason, cause.Reason);
        }
    }
}

/// <summary>Who causes a unit of work, by which command, in which chain of causes and why; as Marten stores it.</summary>
internal sealed record Cause(Guid CommandId, Guid CorrelationId, string Actor, string Command, string Correlation, string? Reason)
{
    public static Cause Of(Guid actor, Guid command, Guid correlation, string? reason) => new(command, correlation, actor.ToString(), command.ToString(), correlation.ToString(), reason);
}
