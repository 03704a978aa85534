using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.DepartmentLinks;

/// <summary>A department's own link. In the log it stands as the author of what was answered by it.</summary>
[JsonConverter(typeof(IdConverter<LinkId>))]
internal readonly record struct LinkId(Guid Value) : IId<LinkId>
{
    public static LinkId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out LinkId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(LinkId id) => id.Value;

    public override string ToString() => Value.ToString();
}
