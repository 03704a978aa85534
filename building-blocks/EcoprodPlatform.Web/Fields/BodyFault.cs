using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Fields;

/// <summary>What is wrong with the shape of a body, before any rule of the domain.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Field">Where: <c>budgett</c>, <c>lines[3].unit</c>.</param>
/// <param name="Text">What to do.</param>
internal sealed record BodyFault(string Code, string Field, Text Text)
{
    public const string UnknownProperty = "web.unknown-property";

    public RuleBrokenException Rule => new(Code, Text, field: Field);
}

/// <summary>
/// A body whose values have rules that need nothing but the body: where its shape is refused, they are told in the same
/// answer. Where its shape is right, whatever takes the values says them, all at once as well.
/// </summary>
public interface IRuledBody
{
    /// <summary>Every rule that the values break, under the names of their properties.</summary>
    IEnumerable<RuleBrokenException> Faults();
}
