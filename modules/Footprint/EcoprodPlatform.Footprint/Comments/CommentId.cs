using System.Text.Json.Serialization;

namespace EcoprodPlatform.Footprint.Comments;

/// <summary>A comment on a line.</summary>
[JsonConverter(typeof(IdConverter<CommentId>))]
internal readonly record struct CommentId(Guid Value) : IId<CommentId>
{
    public static CommentId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out CommentId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(CommentId id) => id.Value;

    public override string ToString() => Value.ToString();
}
