using System.Text.Json.Serialization;

namespace EcoprodPlatform.Kernel;

/// <summary>Who: a person with an account; <see cref="Guid.Empty"/> is the platform itself.</summary>
[JsonConverter(typeof(IdConverter<PersonId>))]
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out PersonId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(PersonId id) => id.Value;

    public override string ToString() => Value.ToString();
}
