using EcoprodPlatform.EventSourcing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Publishes a module's committed events in log order: the log is the outbox. The message id is the event's id. The
/// checkpoint moves after the broker has confirmed (RabbitMQ) or after every reaction has finished (in memory); what
/// is published twice because of a crash in between is stopped by the inboxes.
/// </summary>
internal sealed class Relay(Publications publications, ReactionRegistry reactions, BusSettings settings, DeliveryLedger ledger, IBusControl bus, IServiceScopeFactory scopes, TimeProvider clock)
    : ILogFollower
{
    /// <summary>Publish waits while the broker is away; after this long it is given up, and tried again from the checkpoint.</summary>
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(5);

    public string Name => "relay";

    public async Task TakeAsync(ModuleLog log, LogPage page, long from, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var taken = new List<Task>();
        foreach (var stored in page.Events)
        {
            var message = await publications.MapAsync(scope.ServiceProvider, stored, ct);
            if (message is null)
            {
                continue;
            }

            if (taken.Count == 0)
            {
                await ReadyAsync(ct);
            }

            taken.Add(settings.TracksDeliveries ? ledger.Expect(stored.Id, reactions.NamesFor(message.GetType())) : Task.CompletedTask);
            await PublishAsync(stored, message, ct);
        }

        if (!settings.IsRabbitMq)
        {
            await Task.WhenAll(taken).WaitAsync(ct);
        }

        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new Npgsql.NpgsqlBatch(connection);
        batch.BatchCommands.Add(Checkpoint.Move(Name, from, page.Through));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Queues are declared when the bus starts: a message published before that would reach nobody.</summary>
    private async Task ReadyAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(PublishTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            var health = await bus.WaitForHealthStatus(BusHealthStatus.Healthy, either.Token);
            if (health == BusHealthStatus.Healthy)
            {
                return;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // told below
        }

        throw new BusUnavailableException($"The bus ({settings.Description}) is not reachable. Nothing is lost: publishing goes on from the log when it is back.");
    }

    private async Task PublishAsync(StoredEvent stored, object message, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(PublishTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await bus.Publish(
                message,
                message.GetType(),
                Pipe.Execute<PublishContext>(c =>
                {
                    c.MessageId = stored.Id;
                    c.CorrelationId = stored.Metadata.CorrelationId;
                }),
                either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new BusUnavailableException($"The bus ({settings.Description}) did not confirm in {PublishTimeout.TotalSeconds:0} s. Nothing is lost: publishing goes on from the log when it answers.");
        }
        catch (Exception e) when (e is not (OperationCanceledException or System.Runtime.Serialization.SerializationException or BusUnavailableException))
        {
            throw new BusUnavailableException($"The bus ({settings.Description}) did not take a message: {e.Message}. Nothing is lost: publishing goes on from the log when it does.", e);
        }
    }
}

/// <summary>The bus cannot be reached now. The relay says so and tries again; nothing else depends on it.</summary>
public sealed class BusUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
