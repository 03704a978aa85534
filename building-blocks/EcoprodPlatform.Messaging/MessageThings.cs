using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace EcoprodPlatform.Messaging;

/// <summary>The ids that a message names, read off it as it is, so that a new kind needs nothing here.</summary>
internal static class MessageThings
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<(string Role, PropertyInfo Property)>> Known = new();

    public static IReadOnlyList<(string Role, Guid Id)> Of(object message)
        => [.. IdsOf(message.GetType()).Select(p => (p.Role, Id: (Guid?)p.Property.GetValue(message))).Where(t => t.Id is not null).Select(t => (t.Role, t.Id!.Value))];

    /// <summary>The same of a message that may not be of its shape; none where it is not even JSON.</summary>
    public static Guid[] Of(Type message, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind != JsonValueKind.Object
                ? []
                : [.. IdsOf(message).Select(p => json.RootElement.TryGetProperty(p.Role, out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var guid) ? guid : Guid.Empty)
                    .Where(id => id != Guid.Empty).Distinct()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IReadOnlyList<(string Role, PropertyInfo Property)> IdsOf(Type message) => Known.GetOrAdd(
        message,
        type => [.. type.GetProperties().Where(p => (p.PropertyType == typeof(Guid) || p.PropertyType == typeof(Guid?)) && p.Name != "EventId")
            .Select(p => (JsonNamingPolicy.CamelCase.ConvertName(p.Name), p))]);
}
