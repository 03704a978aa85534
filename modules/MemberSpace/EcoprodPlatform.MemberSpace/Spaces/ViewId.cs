using System.Text.Json.Serialization;

namespace EcoprodPlatform.MemberSpace.Spaces;

/// <summary>A saved view of a space.</summary>
[JsonConverter(typeof(IdConverter<ViewId>))]
internal readonly record struct ViewId(Guid Value) : IId<ViewId>
{
    public static ViewId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ViewId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(ViewId id) => id.Value;

    public override string ToString() => Value.ToString();
}
