using EcoprodPlatform.Kernel;
using JasperFx.Events;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// All that leaves a module, on one screen: which stored event becomes which integration event. An event that is not
/// mapped stays inside.
/// </summary>
/// <param name="name">
/// Name of the relay that publishes them and of its checkpoint. Messages that a later version adds for events which were always there have
/// one of their own: it begins at the first event, so that what was done before the upgrade is told too.
/// </param>
/// <param name="areParticulars">They only go into what another message tells of the same events: a journal of all that happens leaves them out.</param>
public sealed class Publications(string name = Publications.Relay, bool areParticulars = false)
{
    /// <summary>The relay of what a module has to tell.</summary>
    public const string Relay = "relay";

    private readonly Dictionary<Type, Func<IServiceProvider, IEvent, CancellationToken, ValueTask<object?>>> _maps = [];
    private readonly Dictionary<Type, PublishedKind> _messages = [];

    public string Name { get; } = name;

    public bool AreParticulars { get; } = areParticulars;

    /// <summary>Types of the stored events that are published.</summary>
    public IReadOnlyCollection<Type> Sources => _maps.Keys;

    /// <summary>Integration events that this module publishes, with the name each has on the wire.</summary>
    public IReadOnlyDictionary<Type, PublishedKind> Messages => _messages;

    /// <summary>Declares an integration event, which says its name on the wire itself, and what it tells in people's words.</summary>
    public Publications Message<TMessage>(string french, string english)
        where TMessage : class
    {
        _messages.Add(typeof(TMessage), new PublishedKind(WireContract.NameOf(typeof(TMessage)), new Text(french, english)));
        return this;
    }

    /// <summary>Publishes <typeparamref name="TEvent"/> as what <paramref name="map"/> makes of it; nothing when that is null.</summary>
    public Publications On<TEvent>(Func<IEvent, TEvent, object?> map)
        where TEvent : class
    {
        _maps.Add(typeof(TEvent), (_, stored, _) => ValueTask.FromResult(map(stored, (TEvent)stored.Data)));
        return this;
    }

    /// <summary>The same for a message that needs more than the event holds (the state at that version, a name from Accounts).</summary>
    public Publications On<TEvent>(Func<IServiceProvider, IEvent, TEvent, CancellationToken, Task<object?>> map)
        where TEvent : class
    {
        _maps.Add(typeof(TEvent), async (services, stored, ct) => await map(services, stored, (TEvent)stored.Data, ct));
        return this;
    }

    internal ValueTask<object?> MapAsync(IServiceProvider services, IEvent stored, CancellationToken ct)
        => _maps.TryGetValue(stored.Data.GetType(), out var map) ? map(services, stored, ct) : ValueTask.FromResult<object?>(null);
}

/// <summary>One kind of integration event.</summary>
/// <param name="WireName">Its name on the wire (<c>projects.structure-tagged.v1</c>).</param>
/// <param name="Words">What it tells, for staff.</param>
public sealed record PublishedKind(string WireName, Text Words);
