using System.Text.Json.Serialization;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>Something to tell an address, however often it takes.</summary>
[JsonConverter(typeof(IdConverter<DeliveryId>))]
internal readonly record struct DeliveryId(Guid Value) : IId<DeliveryId>
{
    public static DeliveryId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out DeliveryId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(DeliveryId id) => id.Value;

    public override string ToString() => Value.ToString();
}
