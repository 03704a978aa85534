using System.Reflection;
using EcoprodPlatform.EventSourcing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Messaging;

/// <summary>One reaction to whatever is published, before it is known what that is.</summary>
public abstract class ReactionToAll
{
    /// <summary>Its registration for one kind of message.</summary>
    internal abstract ReactionRegistration To(Type message);
}

internal sealed class ReactionToAll<TModule, TReaction>(string schema, string name, ReactionLimits limits) : ReactionToAll
    where TReaction : class, IReactionToAll
{
    private static readonly ObjectFactory<TReaction> Create = ActivatorUtilities.CreateFactory<TReaction>([]);

    internal override ReactionRegistration To(Type message)
        => (ReactionRegistration)typeof(ReactionToAll<TModule, TReaction>)
            .GetMethod(nameof(Register), BindingFlags.NonPublic | BindingFlags.Instance)!
            .MakeGenericMethod(message)
            .Invoke(this, null)!;

    private Registration<TMessage> Register<TMessage>()
        where TMessage : class
    {
        var wireName = WireContract.NameOf(typeof(TMessage));
        return new Registration<TMessage>(schema, $"{schema}.{name}.{wireName}", wireName, WireContract.IdOf<TMessage>(), limits);
    }

    private sealed class Registration<TMessage>(string schema, string name, string wireName, Func<TMessage, Guid> id, ReactionLimits limits)
        : ReactionRegistration<TModule, TMessage>(schema, name, wireName, id, limits)
        where TMessage : class
    {
        internal override bool IsToAll => true;

        protected override Task ReactAsync(IServiceProvider services, TMessage message, Provenance from, UnitOfWork work, CancellationToken ct)
            => Create(services, []).ReactAsync(new Published(IdOf(message), WireName, message, from.By), work, ct);
    }
}
