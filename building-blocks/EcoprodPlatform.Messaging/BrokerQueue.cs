using MassTransit;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// How a reaction's queue is declared on RabbitMQ, so that nothing the broker may do by itself can lose a message:
/// replicated and on disk; full, it refuses instead of dropping its oldest; what a delivery limit or an operator's
/// policy would throw away goes to one queue of its own, and from there among the dead letters.
/// </summary>
internal static class BrokerQueue
{
    /// <summary>Where the broker puts what it gives up.</summary>
    public const string GivenUp = "ecoprod.given-up";

    public static void Reliable(IRabbitMqReceiveEndpointConfigurator queue)
    {
        queue.SetQuorumQueue();
        // RabbitMQ 4 would give a message up after 20 deliveries; a host that is killed in the middle is no fault of the message.
        queue.SetQueueArgument("x-delivery-limit", int.MaxValue);
        queue.SetQueueArgument("x-overflow", "reject-publish");
        queue.SetQueueArgument("x-dead-letter-exchange", "");
        queue.SetQueueArgument("x-dead-letter-routing-key", GivenUp);
        queue.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
    }
}
