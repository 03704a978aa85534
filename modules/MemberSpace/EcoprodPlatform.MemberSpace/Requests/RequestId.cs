using System.Text.Json.Serialization;

namespace EcoprodPlatform.MemberSpace.Requests;

/// <summary>What a structure asked for once.</summary>
[JsonConverter(typeof(IdConverter<RequestId>))]
public readonly record struct RequestId(Guid Value) : IId<RequestId>
{
    public static RequestId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out RequestId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(RequestId id) => id.Value;

    public override string ToString() => Value.ToString();
}
