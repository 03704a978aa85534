using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Assessments;

/// <summary>A line of an assessment.</summary>
[JsonConverter(typeof(IdConverter<LineId>))]
internal readonly record struct LineId(Guid Value) : IId<LineId>
{
    public static LineId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out LineId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(LineId id) => id.Value;

    public override string ToString() => Value.ToString();
}
