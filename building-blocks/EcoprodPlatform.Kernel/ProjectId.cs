using System.Text.Json.Serialization;

namespace EcoprodPlatform.Kernel;

/// <summary>A project, and all that is kept of it in other modules.</summary>
[JsonConverter(typeof(IdConverter<ProjectId>))]
public readonly record struct ProjectId(Guid Value) : IId<ProjectId>
{
    public static ProjectId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ProjectId id) => IdText.TryParse(text, out id);

    public static implicit operator Guid(ProjectId id) => id.Value;

    public override string ToString() => Value.ToString();
}
