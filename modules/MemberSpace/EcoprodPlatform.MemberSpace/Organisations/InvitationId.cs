using System.Text.Json.Serialization;

namespace EcoprodPlatform.MemberSpace.Organisations;

/// <summary>Somebody who gets access to a space once an account confirms their address.</summary>
[JsonConverter(typeof(IdConverter<InvitationId>))]
public readonly record struct InvitationId(Guid Value) : IId<InvitationId>
{
    public static InvitationId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out InvitationId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(InvitationId id) => id.Value;

    public override string ToString() => Value.ToString();
}
