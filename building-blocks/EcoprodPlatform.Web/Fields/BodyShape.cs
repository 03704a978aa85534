using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Fields;

/// <summary>
/// Compares JSON with the type it is meant for: properties that nobody knows (with the one that was meant, most likely), values of a
/// wrong kind, values that are missing. All of them, where a deserializer stops at the first and passes over what it does not know.
/// </summary>
internal sealed class BodyShape(JsonSerializerOptions options)
{
    /// <summary>More than anybody reads; a hostile body has thousands.</summary>
    private const int Most = 100;

    private readonly List<BodyFault> _faults = [];

    public IReadOnlyList<BodyFault> Faults => [.. _faults.Take(Most)];

    /// <summary>The sound part of <paramref name="json"/>; what is not sound is told in <see cref="Faults"/>.</summary>
    /// <param name="json">What was sent.</param>
    /// <param name="type">What it is for.</param>
    /// <param name="path">Where it stands; empty for the body itself.</param>
    public JsonNode? Sound(JsonElement json, Type type, string path = "")
    {
        var info = options.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when json.ValueKind == JsonValueKind.Object:
                return SoundObject(json, info, path);
            case JsonTypeInfoKind.Object:
                return Wrong(path, new("un objet { … } est attendu", "an object { … } is expected"));
            case JsonTypeInfoKind.Enumerable when json.ValueKind == JsonValueKind.Array:
                return new JsonArray([.. json.EnumerateArray().Select((item, i) => item.ValueKind == JsonValueKind.Null ? Wrong($"{path}[{i}]", Expected(info.ElementType!)) : Sound(item, info.ElementType!, $"{path}[{i}]"))]);
            case JsonTypeInfoKind.Enumerable:
                return Wrong(path, new("une liste [ … ] est attendue", "a list [ … ] is expected"));
        }

        try
        {
            json.Deserialize(info);
            return JsonNode.Parse(json.GetRawText());
        }
        // The second: half of a surrogate pair, escaped, which is JSON but not text.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Wrong(path, Expected(type));
        }
    }

    private JsonObject SoundObject(JsonElement json, JsonTypeInfo info, string path)
    {
        var sound = new JsonObject();
        var known = info.Properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            if (!known.TryGetValue(property.Name, out var of))
            {
                Unknown(path, property.Name, known.Keys);
            }
            else if (property.Value.ValueKind != JsonValueKind.Null && Sound(property.Value, of.PropertyType, Under(path, of.Name)) is { } value)
            {
                sound[of.Name] = value;
            }
        }

        foreach (var property in info.Properties.Where(p => p.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } && p.PropertyType != typeof(JsonElement)))
        {
            if (!json.TryGetProperty(property.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                Add("web.missing", Under(path, property.Name), new($"{property.Name} : à renseigner.", $"{property.Name}: please give it."));
            }
        }

        return sound;
    }

    private void Unknown(string path, string written, IReadOnlyCollection<string> known)
    {
        var name = written.Length <= 60 ? written : string.Concat(written.AsSpan(0, char.IsHighSurrogate(written[59]) ? 59 : 60), "…");
        var all = string.Join(", ", known);
        Add(BodyFault.UnknownProperty, Under(path, name), Spelling.Nearest(written, known) is { } near
            ? new($"« {name} » n’existe pas : vouliez-vous dire « {near} » ?", $"“{name}” does not exist: did you mean “{near}”?")
            : new($"« {name} » n’existe pas ; les noms connus sont : {all}.", $"“{name}” does not exist; the known names are: {all}."));
    }

    private static Text Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => new("un texte est attendu", "a text is expected"),
        var t when t == typeof(bool) => new("true ou false est attendu", "true or false is expected"),
        var t when t == typeof(Guid) || t.IsAssignableTo(typeof(IId)) => new("un identifiant (UUID) est attendu", "an id (UUID) is expected"),
        var t when t == typeof(DateOnly) => new("une date qui existe est attendue, par exemple 2025-12-05", "a date that exists is expected, for example 2025-12-05"),
        var t when t == typeof(int) || t == typeof(long) => new("un nombre entier est attendu, dans les limites admises", "a whole number within the limits is expected"),
        var t when t == typeof(decimal) => new("un nombre est attendu, dans les limites admises", "a number within the limits is expected"),
        _ => new("une valeur d’une autre forme est attendue", "a value of another form is expected"),
    };

    private JsonNode? Wrong(string path, Text expected)
    {
        Add("web.wrong-kind", path, path.Length == 0 ? expected : new($"{path} : {expected.Fr}.", $"{path}: {expected.En}."));
        return null;
    }

    private void Add(string code, string field, Text text)
    {
        if (_faults.Count < Most)
        {
            _faults.Add(new BodyFault(code, field, text));
        }
    }

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
