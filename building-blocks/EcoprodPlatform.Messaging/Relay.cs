using System.Collections.Concurrent;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using JasperFx.Events;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Publishes a module's committed events: the log is the outbox. The message id is the event's id. A page's messages go
/// out together and their confirms come back together; those of one stream go one after the other, so that no refusal,
/// reconnection or late arrival can change their order. The checkpoint moves after the broker has confirmed the whole page
/// (RabbitMQ) or after every reaction has finished (in memory); what is published twice because of a crash in between is
/// stopped by the inboxes.
/// </summary>
internal sealed class Relay(Publications publications, ReactionRegistry reactions, BusSettings settings, DeliveryLedger ledger, IBusControl bus, IServiceScopeFactory scopes, TimeProvider clock)
    : ILogFollower
{
    /// <summary>After this long without an answer the relay says that it waits.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After this long it is given up and published again: seen after a broker was killed, an answer may never come at all.
    /// Not sooner, because what is not answered may still arrive, and beside a blocked broker pages would pile up.
    /// </summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromSeconds(30);

    /// <summary>What was handed to the bus and not yet answered.</summary>
    private Task _underWay = Task.CompletedTask;

    private Func<Task> _abandon = () => Task.CompletedTask;
    private long _handedOver;

    /// <summary>What the broker has confirmed of the page after <see cref="_from"/>: tried again, only the rest goes out.</summary>
    private readonly ConcurrentDictionary<Guid, bool> _confirmed = new();
    private long _from = -1;

    public string Name => publications.Name;

    public async Task TakeAsync(ModuleLog log, LogPage page, long from, CancellationToken ct)
    {
        await AnsweredAsync(ct);
        if (from != _from)
        {
            _confirmed.Clear();
            _from = from;
        }

        var messages = await MapAsync(page, ct);
        if (messages.Count > 0)
        {
            await ReadyAsync(ct);
            var taken = settings.TracksDeliveries
                ? messages.ConvertAll(m => ledger.Expect(m.Stored.Id, reactions.NamesFor(m.Message.GetType())))
                : [];
            _handedOver = clock.GetTimestamp();
            _underWay = PublishAllAsync(messages, ct);
            await AnsweredAsync(ct);
            await _underWay;
            if (!settings.IsRabbitMq)
            {
                await Task.WhenAll(taken).WaitAsync(ct);
            }
        }

        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var batch = new Npgsql.NpgsqlBatch(connection);
        batch.BatchCommands.Add(Checkpoint.Move(Name, from, page.Through));
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<(IEvent Stored, object Message)>> MapAsync(LogPage page, CancellationToken ct)
    {
        var messages = new List<(IEvent, object)>();
        await using var scope = scopes.CreateAsyncScope();
        foreach (var stored in page.Events)
        {
            if (!_confirmed.ContainsKey(stored.Id) && await publications.MapAsync(scope.ServiceProvider, stored, ct) is { } message)
            {
                messages.Add((stored, message));
            }
        }

        return messages;
    }

    /// <summary>Queues are declared when the bus starts: a message published before that would reach nobody.</summary>
    private async Task ReadyAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            if (await bus.WaitForHealthStatus(BusHealthStatus.Healthy, either.Token) == BusHealthStatus.Healthy)
            {
                return;
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // told below
        }

        throw new BusUnavailableException($"The bus ({settings.Description}) is not ready: {WhyNotReady()} Nothing is lost: publishing goes on from the log when it is.");
    }

    private string WhyNotReady()
    {
        var troubles = bus.CheckHealth().Endpoints
            .Where(e => e.Value.Status != BusHealthStatus.Healthy)
            .Select(e => (Queue: e.Key[(e.Key.LastIndexOf('/') + 1)..], Cause: e.Value.Exception?.GetBaseException().Message ?? e.Value.Description))
            .ToList();
        var changed = troubles.FirstOrDefault(t => t.Cause?.Contains("PRECONDITION_FAILED", StringComparison.Ordinal) == true);
        return changed.Queue is not null
            ? $"the queue {changed.Queue} exists with other settings than this version's ({changed.Cause}). Let the old version empty it, then delete it and start again: docs/operations.md, Upgrade."
            : troubles.Count > 0 ? $"{troubles[0].Queue}: {troubles[0].Cause}" : "it does not answer.";
    }

    /// <summary>Until all that was handed to the bus is answered, for better or worse; says that it waits when that takes long.</summary>
    private async Task AnsweredAsync(CancellationToken ct)
    {
        try
        {
            await Task.WhenAny(_underWay).WaitAsync(Patience, clock, ct);
        }
        catch (TimeoutException)
        {
            if (clock.GetElapsedTime(_handedOver) > GiveUp)
            {
                await _abandon();
                _underWay = Task.CompletedTask;
            }

            throw new BusUnavailableException($"The bus ({settings.Description}) has not confirmed for {Patience.TotalSeconds:0} s: it is out of reach, or short of memory or disk. Nothing is lost: publishing goes on when it answers.");
        }
    }

    private async Task PublishAllAsync(List<(IEvent Stored, object Message)> messages, CancellationToken ct)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _abandon = attempt.CancelAsync;
        await Task.WhenAll(messages.GroupBy(m => m.Stored.StreamId).Select(stream => PublishAsync([.. stream], attempt.Token)));
    }

    private async Task PublishAsync(IReadOnlyList<(IEvent Stored, object Message)> stream, CancellationToken ct)
    {
        foreach (var (stored, message) in stream)
        {
            try
            {
                await bus.Publish(
                    message,
                    message.GetType(),
                    Pipe.Execute<PublishContext>(c =>
                    {
                        c.MessageId = stored.Id;
                        new Provenance(stored.Correlation, stored.ActorId == Guid.Empty ? null : stored.ActorId).WriteTo(c);
                        // Where somebody must take it, a broker that has lost its queues refuses it instead of letting it go.
                        c.Mandatory = settings.IsRabbitMq && reactions.NamesFor(message.GetType()).Count > 0;
                    }),
                    ct);
            }
            catch (Exception e) when (e is not (OperationCanceledException or System.Runtime.Serialization.SerializationException))
            {
                throw new BusUnavailableException($"The bus ({settings.Description}) did not take a message: {WhyRefused(e)} Nothing is lost: publishing goes on from the log when it does.", e);
            }

            if (settings.IsRabbitMq)
            {
                _confirmed[stored.Id] = true;
            }
        }
    }

    private static string WhyRefused(Exception e) => e.GetBaseException() switch
    {
        RabbitMQ.Client.Exceptions.PublishException { IsReturn: true } => "the queue of a reaction is missing.",
        RabbitMQ.Client.Exceptions.PublishException => "a queue is full.",
        var other => $"{other.Message.TrimEnd('.')}.",
    };
}

/// <summary>The bus cannot be reached now. The relay says so and tries again; nothing else depends on it.</summary>
public sealed class BusUnavailableException(string message, Exception? inner = null) : IOException(message, inner);
