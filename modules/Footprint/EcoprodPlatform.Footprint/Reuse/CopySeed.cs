using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Reuse;

/// <summary>What was printed with a preview of copies: it tells their ids, so that sent twice they are there once.</summary>
[JsonConverter(typeof(IdConverter<CopySeed>))]
internal readonly record struct CopySeed(Guid Value) : IId<CopySeed>
{
    public static CopySeed Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out CopySeed id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(CopySeed id) => id.Value;

    public override string ToString() => Value.ToString();
}
