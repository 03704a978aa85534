using System.Text.Json.Serialization;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Documents;

/// <summary>A file of a module.</summary>
[JsonConverter(typeof(IdConverter<DocumentId>))]
public readonly record struct DocumentId(Guid Value) : IId<DocumentId>
{
    public static DocumentId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out DocumentId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(DocumentId id) => id.Value;

    public override string ToString() => Value.ToString();
}
