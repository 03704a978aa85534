using System.Text.Json.Serialization;

namespace EcoprodPlatform.Kernel;

/// <summary>A tag of a partner structure.</summary>
[JsonConverter(typeof(IdConverter<TagId>))]
public readonly record struct TagId(Guid Value) : IId<TagId>
{
    public static TagId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TagId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(TagId id) => id.Value;

    public override string ToString() => Value.ToString();
}
