using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Deposit;

/// <summary>An approval of the calculator.</summary>
[JsonConverter(typeof(IdConverter<ApprovalId>))]
internal readonly record struct ApprovalId(Guid Value) : IId<ApprovalId>
{
    public static ApprovalId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ApprovalId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(ApprovalId id) => id.Value;

    public override string ToString() => Value.ToString();
}
