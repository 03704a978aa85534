using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Messaging;

/// <summary>Every reaction of every module, as registered: one queue each.</summary>
public sealed class ReactionRegistry
{
    private readonly Dictionary<Type, string[]> _names;

    public ReactionRegistry(IEnumerable<ReactionRegistration> ofOne, IEnumerable<ReactionToAll> toAll, IEnumerable<ModulePublications> publications)
    {
        var published = publications.Where(p => !p.Publications.AreParticulars).SelectMany(p => p.Publications.Messages.Keys).ToList();
        All = [.. ofOne, .. toAll.SelectMany(r => published.Select(r.To))];
        _names = All.GroupBy(r => r.Message).ToDictionary(g => g.Key, g => g.Select(r => r.Name).ToArray());
    }

    public IReadOnlyList<ReactionRegistration> All { get; }

    public ReactionRegistration? Find(string name) => All.FirstOrDefault(r => r.Name == name);

    internal IReadOnlyCollection<string> NamesFor(Type message) => _names.GetValueOrDefault(message, []);
}

/// <summary>One reaction: its queue's name, the message it takes and the module whose transaction it runs in.</summary>
public abstract class ReactionRegistration
{
    /// <summary>Name of its queue and of its inbox rows (<c>member_space.on-structure-tagged</c>).</summary>
    public abstract string Name { get; }

    public abstract Type Message { get; }

    public abstract string WireName { get; }

    public abstract string Schema { get; }

    /// <summary>It takes whatever is published, and does nothing about this message in particular.</summary>
    internal virtual bool IsToAll => false;

    /// <summary>What the module that registered it wants of its queue.</summary>
    public abstract ReactionLimits Limits { get; }

    internal abstract void Configure(IReceiveEndpointConfigurator endpoint, ReactionRunner runner);

    internal abstract Guid IdOf(object message);

    internal abstract Task RunOnceAsync(IServiceProvider services, object message, Provenance from, CancellationToken ct);

    internal object Read(byte[] body)
    {
        var message = JsonSerializer.Deserialize(body, Message, EventMap.Json);
        return message is not null && IdOf(message) != Guid.Empty ? message : throw new NoEventIdException(WireName);
    }
}

/// <summary>A registration of one message in the transaction of one module; what reacts is said by who derives from it.</summary>
internal abstract class ReactionRegistration<TModule, TMessage>(string schema, string name, string wireName, Func<TMessage, Guid> id, ReactionLimits limits) : ReactionRegistration
    where TMessage : class
{
    public override string Name { get; } = name;

    public override Type Message => typeof(TMessage);

    public override string WireName { get; } = wireName;

    public override string Schema { get; } = schema;

    public override ReactionLimits Limits { get; } = limits;

    internal override Guid IdOf(object message) => id((TMessage)message);

    internal override void Configure(IReceiveEndpointConfigurator endpoint, ReactionRunner runner)
        => endpoint.Handler<TMessage>(context => runner.RunAsync(this, context.Message, Provenance.Of(context.CorrelationId, context.Headers), context.CancellationToken));

    internal override async Task RunOnceAsync(IServiceProvider services, object message, Provenance from, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<EventStore<TModule>>();
        var messageId = IdOf(message);
        var work = store.Begin(Kernel.Actor.System, messageId, from.Correlation);
        await ReactAsync(scope.ServiceProvider, (TMessage)message, from, work, ct);
        work.Also("insert into inbox (reaction, message_id) values ($1, $2)", Name, messageId);
        await work.SaveAsync(ct);
    }

    protected abstract Task ReactAsync(IServiceProvider services, TMessage message, Provenance from, UnitOfWork work, CancellationToken ct);
}

internal sealed class ReactionRegistration<TModule, TMessage, TReaction>(string schema, string name, string wireName, Func<TMessage, Guid> id, ReactionLimits limits)
    : ReactionRegistration<TModule, TMessage>(schema, name, wireName, id, limits)
    where TMessage : class
    where TReaction : class, IReaction<TMessage>
{
    private static readonly ObjectFactory<TReaction> Create = ActivatorUtilities.CreateFactory<TReaction>([]);

    protected override Task ReactAsync(IServiceProvider services, TMessage message, Provenance from, UnitOfWork work, CancellationToken ct)
        => Create(services, []).ReactAsync(message, work, ct);
}

/// <summary>JSON that parses and is no message of ours: without the event's id it could not be told from its repetition.</summary>
internal sealed class NoEventIdException(string wireName) : Exception($"This is no {wireName}: it carries no event id.");
