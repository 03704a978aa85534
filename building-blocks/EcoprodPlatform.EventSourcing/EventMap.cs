using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Explicit map between stored event names and types of one module, with upcasters for JSON written by older
/// versions. A name is never derived from a type name: types may be renamed, stored names may not.
/// </summary>
public sealed class EventMap
{
    /// <summary>How events are written: camelCase, exact decimals, nulls kept out, enums by name.</summary>
    public static readonly JsonSerializerOptions Json = CreateJson();

    private readonly FrozenDictionary<string, JsonTypeInfo> _types;
    private readonly FrozenDictionary<Type, string> _names;
    private readonly FrozenDictionary<string, (string To, Func<JsonObject, JsonObject> Change)> _upcasters;

    private EventMap(Builder builder)
    {
        _types = builder.Types.ToFrozenDictionary(p => p.Key, p => Json.GetTypeInfo(p.Value), StringComparer.Ordinal);
        _names = builder.Types.ToFrozenDictionary(p => p.Value, p => p.Key);
        _upcasters = builder.Upcasters.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public IEnumerable<KeyValuePair<string, Type>> All => _types.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value.Type));

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

    /// <summary>The same in UTF-8, as it travels.</summary>
    internal byte[] WriteUtf8(object @event) => JsonSerializer.SerializeToUtf8Bytes(@event, @event.GetType(), Json);

    /// <summary>The event stored as <paramref name="name"/>; throws <see cref="UnreadableEventException"/> when it cannot be read.</summary>
    public object Read(string name, string data) => Read(name, Encoding.UTF8.GetBytes(data));

    /// <summary>The same from UTF-8, as it travels.</summary>
    internal object Read(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            if (_types.TryGetValue(name, out var type))
            {
                return JsonSerializer.Deserialize(data, type)
                    ?? throw new UnreadableEventException($"The event \"{name}\" is stored as null.");
            }

            if (_upcasters.TryGetValue(name, out var upcaster))
            {
                var changed = upcaster.Change(JsonNode.Parse(data)!.AsObject());
                return Read(upcaster.To, changed.ToJsonString());
            }
        }
        catch (JsonException e)
        {
            throw new UnreadableEventException($"The event \"{name}\" no longer fits its type: {e.Message}", e);
        }

        throw new UnreadableEventException(
            $"The event name \"{name}\" is unknown to this version of the program: it was written by a newer one, or its upcaster is missing.");
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
        internal Dictionary<string, Type> Types { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, (string To, Func<JsonObject, JsonObject> Change)> Upcasters { get; } = new(StringComparer.Ordinal);

        /// <summary>Stores <typeparamref name="TEvent"/> under <paramref name="name"/>.</summary>
        public Builder Event<TEvent>(string name)
            where TEvent : class
        {
            Types.Add(name, typeof(TEvent));
            return this;
        }

        /// <summary>Reads events stored as <paramref name="from"/> as <paramref name="to"/>, after <paramref name="change"/> of their JSON.</summary>
        public Builder Upcast(string from, string to, Func<JsonObject, JsonObject> change)
        {
            Upcasters.Add(from, (to, change));
            return this;
        }
    }
}
