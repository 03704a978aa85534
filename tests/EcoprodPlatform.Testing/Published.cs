using System.Collections.Concurrent;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EcoprodPlatform.Testing;

/// <summary>Integration events that reached the bus, in the order they arrived.</summary>
public sealed class Published
{
    private readonly ConcurrentQueue<object> _messages = new();

    public IReadOnlyList<T> Of<T>() => [.. _messages.OfType<T>()];

    /// <summary>Listens to one message on the bus, as another module would.</summary>
    public void Listen<TModule, TMessage>(IServiceCollection services, string schema)
        where TMessage : class
    {
        services.TryAddSingleton(this);
        services.AddReaction<TModule, TMessage, Recorder<TMessage>>(
            schema, $"test-{typeof(TMessage).Name.ToLowerInvariant()}", WireContract.NameOf(typeof(TMessage)), WireContract.IdOf<TMessage>());
    }

    private sealed class Recorder<TMessage>(Published published) : IReaction<TMessage>
        where TMessage : class
    {
        public Task ReactAsync(TMessage message, UnitOfWork work, CancellationToken ct)
        {
            published._messages.Enqueue(message);
            return Task.CompletedTask;
        }
    }
}
