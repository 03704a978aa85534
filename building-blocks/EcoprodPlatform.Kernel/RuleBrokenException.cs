namespace EcoprodPlatform.Kernel;

/// <summary>
/// A rule of the domain said no. <see cref="Code"/> is stable and documented (<c>project.only-owner-tags</c>);
/// <see cref="Text"/> tells the person what to do, in their language. Caught once, in Web: problem details for
/// programs, an error summary for people.
/// </summary>
public sealed class RuleBrokenException(string code, Text text, RuleKind kind = RuleKind.Invalid, string? field = null)
    : Exception(text.En)
{
    public string Code { get; } = code;

    public Text Text { get; } = text;

    public RuleKind Kind { get; } = kind;

    /// <summary>Name of the form field or JSON property concerned, if one is.</summary>
    public string? Field { get; } = field;

    /// <summary>How long to wait before trying again, of <see cref="RuleKind.TooMany"/>.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>The thing does not exist, or the caller may not know that it does: both answer 404.</summary>
    public static RuleBrokenException NotFound(string code, Text text) => new(code, text, RuleKind.NotFound);

    /// <summary>The caller may see the thing but not do this to it: 403.</summary>
    public static RuleBrokenException Forbidden(string code, Text text) => new(code, text, RuleKind.Forbidden);

    /// <summary>The thing is in a state that does not allow this, or was changed by someone else meanwhile: 409.</summary>
    public static RuleBrokenException Conflict(string code, Text text) => new(code, text, RuleKind.Conflict);

    /// <summary>Too much of it in a short time: 429 with Retry-After.</summary>
    public static RuleBrokenException TooMany(string code, Text text, TimeSpan wait) => new(code, text, RuleKind.TooMany) { Wait = wait };
}
