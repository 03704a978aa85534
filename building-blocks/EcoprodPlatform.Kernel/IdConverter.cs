using System.Text.Json;
using System.Text.Json.Serialization;

namespace EcoprodPlatform.Kernel;

/// <summary>Every id is the plain guid in JSON, as if it had no type of its own.</summary>
public sealed class IdConverter<T> : JsonConverter<T>
    where T : struct, IId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.Of(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
