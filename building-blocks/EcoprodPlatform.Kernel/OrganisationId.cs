using System.Text.Json.Serialization;

namespace EcoprodPlatform.Kernel;

/// <summary>A partner structure.</summary>
[JsonConverter(typeof(IdConverter<OrganisationId>))]
public readonly record struct OrganisationId(Guid Value) : IId<OrganisationId>
{
    public static OrganisationId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out OrganisationId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(OrganisationId id) => id.Value;

    public override string ToString() => Value.ToString();
}
