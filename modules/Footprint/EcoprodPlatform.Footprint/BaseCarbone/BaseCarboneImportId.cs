using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>An import of the Base Carbone.</summary>
[JsonConverter(typeof(IdConverter<BaseCarboneImportId>))]
internal readonly record struct BaseCarboneImportId(Guid Value) : IId<BaseCarboneImportId>
{
    public static BaseCarboneImportId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out BaseCarboneImportId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(BaseCarboneImportId id) => id.Value;

    public override string ToString() => Value.ToString();
}
