using System.Text.Json.Serialization;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>An address of a structure that is told what happens in its space.</summary>
[JsonConverter(typeof(IdConverter<WebhookId>))]
internal readonly record struct WebhookId(Guid Value) : IId<WebhookId>
{
    public static WebhookId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out WebhookId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(WebhookId id) => id.Value;

    public override string ToString() => Value.ToString();
}
