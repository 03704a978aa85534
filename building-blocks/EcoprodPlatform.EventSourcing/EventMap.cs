using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using JasperFx.Events;
using Marten;
using Marten.Services.Json.Transformations;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// The stored names of one module's events, with upcasters for JSON written by older versions; Marten is told them, and
/// whatever is not here is refused before it is stored (Marten would store it under a name it makes up). A name is never
/// derived from a type name: types may be renamed, stored names may not.
/// </summary>
public sealed class EventMap
{
    /// <summary>How events are written: camelCase, exact decimals, nulls kept out, enums by name.</summary>
    public static readonly JsonSerializerOptions Json = CreateJson();

    private readonly FrozenDictionary<string, Mapping> _mappings;
    private readonly FrozenDictionary<Type, string> _names;
    private readonly FrozenDictionary<string, (string To, Func<JsonObject, JsonObject> Change)> _upcasters;

    private EventMap(Builder builder)
    {
        _mappings = builder.Mappings.ToFrozenDictionary(StringComparer.Ordinal);
        _names = builder.Mappings.ToFrozenDictionary(p => p.Value.Type.Type, p => p.Key);
        _upcasters = builder.Upcasters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<KeyValuePair<string, Type>> All => _mappings.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value.Type.Type));

    public static EventMap Create(Action<Builder> define)
    {
        var builder = new Builder();
        define(builder);
        return new EventMap(builder);
    }

    public string NameOf(Type type) => _names.TryGetValue(type, out var name)
        ? name
        : throw new InvalidOperationException($"{type.Name} has no stored name: add it to the module's event map.");

    /// <summary>The event as it is stored.</summary>
    public string Write(object @event) => JsonSerializer.Serialize(@event, @event.GetType(), Json);

    /// <summary>The event stored as <paramref name="name"/>; throws <see cref="UnreadableEventException"/> when it cannot be read.</summary>
    public object Read(string name, string data) => Read(name, Encoding.UTF8.GetBytes(data)).Data;

    /// <summary>The same from UTF-8, as it travels, with room for what else is known of it.</summary>
    internal IEvent Read(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            if (_mappings.TryGetValue(name, out var mapping))
            {
                return mapping.Wrap(
                    name,
                    JsonSerializer.Deserialize(data, mapping.Type) ?? throw new UnreadableEventException($"The event \"{name}\" is stored as null."));
            }

            if (_upcasters.TryGetValue(name, out var upcaster))
            {
                return Read(upcaster.To, JsonSerializer.SerializeToUtf8Bytes(upcaster.Change(JsonNode.Parse(data)!.AsObject())));
            }
        }
        catch (JsonException e)
        {
            throw new UnreadableEventException($"The event \"{name}\" no longer fits its type: {e.Message}", e);
        }

        throw new UnreadableEventException(
            $"The event name \"{name}\" is unknown to this version of the program: it was written by a newer one, or its upcaster is missing.");
    }

    /// <summary>An event that is about to be stored; throws where it has no stored name.</summary>
    public IEvent Wrap(object @event)
    {
        var name = NameOf(@event.GetType());
        return _mappings[name].Wrap(name, @event);
    }

    internal void Configure(StoreOptions options)
    {
        if (_mappings.Count == 0)
        {
            // Marten makes no tables of events for a store that knows none; the relay, and a module that only listens, need them.
            options.Events.MapEventType<NothingYet>("nothing-yet");
        }

        foreach (var (name, mapping) in _mappings)
        {
            options.Events.MapEventType(mapping.Type.Type, name);
        }

        foreach (var (from, (to, _)) in _upcasters)
        {
            options.Events.Upcast(_mappings[to].Type.Type, from, new JsonTransformation((_, reader, column) => Read(from, reader.GetFieldValue<byte[]>(column)).Data));
        }
    }

    private static JsonSerializerOptions CreateJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        json.Converters.Add(new JsonStringEnumConverter());
        json.MakeReadOnly(populateMissingResolver: true);
        return json;
    }

    public sealed class Builder
    {
        internal Dictionary<string, Mapping> Mappings { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, (string To, Func<JsonObject, JsonObject> Change)> Upcasters { get; } = new(StringComparer.Ordinal);

        /// <summary>Stores <typeparamref name="TEvent"/> under <paramref name="name"/>.</summary>
        public Builder Event<TEvent>(string name)
            where TEvent : class
        {
            Mappings.Add(name, new Mapping(Json.GetTypeInfo(typeof(TEvent)), (stored, data) => new Event<TEvent>((TEvent)data) { EventTypeName = stored }));
            return this;
        }

        /// <summary>Reads events stored as <paramref name="from"/> as <paramref name="to"/>, after <paramref name="change"/> of their JSON.</summary>
        public Builder Upcast(string from, string to, Func<JsonObject, JsonObject> change)
        {
            Upcasters.Add(from, (to, change));
            return this;
        }
    }

    internal sealed record Mapping(JsonTypeInfo Type, Func<string, object, IEvent> Wrap);

    private sealed record NothingYet;
}
