using System.Text.Json.Serialization;

namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>A structure's key for the API.</summary>
[JsonConverter(typeof(IdConverter<KeyId>))]
internal readonly record struct KeyId(Guid Value) : IId<KeyId>
{
    public static KeyId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out KeyId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(KeyId id) => id.Value;

    public override string ToString() => Value.ToString();
}
