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

    /// <summary>How long to wait before trying again, of <see cref="RuleKind.TooMany"/> and <see cref="RuleKind.Unavailable"/>.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>Further rules that the same input breaks, told together with this one.</summary>
    public IReadOnlyList<RuleBrokenException> Others { get; private init; } = [];

    /// <summary>This rule and the further ones.</summary>
    public IEnumerable<RuleBrokenException> All => [this, .. Others];

    /// <summary>Which of several checks say no.</summary>
    public static IReadOnlyList<RuleBrokenException> Among(params ReadOnlySpan<Action> checks)
    {
        var broken = new List<RuleBrokenException>();
        foreach (var check in checks)
        {
            try
            {
                check();
            }
            catch (RuleBrokenException e)
            {
                broken.AddRange(e.All);
            }
        }

        return broken;
    }

    /// <summary>Says all of them at once; nothing when there is none.</summary>
    public static void ThrowIfAny(IReadOnlyList<RuleBrokenException> broken)
    {
        if (broken.Count > 0)
        {
            throw new RuleBrokenException(broken[0].Code, broken[0].Text, broken[0].Kind, broken[0].Field) { Others = [.. broken.Skip(1)] };
        }
    }

    /// <summary>The thing does not exist, or the caller may not know that it does: both answer 404.</summary>
    public static RuleBrokenException NotFound(string code, Text text) => new(code, text, RuleKind.NotFound);

    /// <summary>The caller may see the thing but not do this to it: 403.</summary>
    public static RuleBrokenException Forbidden(string code, Text text) => new(code, text, RuleKind.Forbidden);

    /// <summary>The thing is in a state that does not allow this, or was changed by someone else meanwhile: 409.</summary>
    public static RuleBrokenException Conflict(string code, Text text) => new(code, text, RuleKind.Conflict);

    /// <summary>Too much of it in a short time: 429 with Retry-After.</summary>
    public static RuleBrokenException TooMany(string code, Text text, TimeSpan wait) => new(code, text, RuleKind.TooMany) { Wait = wait };

    /// <summary>Something that the host needs for it is away: 503 with Retry-After.</summary>
    public static RuleBrokenException Unavailable(string code, Text text, TimeSpan wait) => new(code, text, RuleKind.Unavailable) { Wait = wait };
}
