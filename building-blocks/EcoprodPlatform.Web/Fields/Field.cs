using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>
/// A field of a record, declared once: its words, its kind, its list and its bounds. The form, its reading, the JSON of
/// programs, the facts, the list of what changed and the equality of the whole follow from it.
/// </summary>
public abstract class Field(string name, string code, Text label)
{
    /// <summary>Name in forms, JSON and messages: the property's, in camel case.</summary>
    public string Name { get; } = name;

    /// <summary>Stable code of the rule that it breaks.</summary>
    public string Code { get; } = code;

    public Text Label { get; } = label;

    /// <summary>Said under the field.</summary>
    public Text? Help { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>How people are asked for it.</summary>
    public abstract FieldInput Input { get; }

    /// <summary>Where the form tells what is wrong with it.</summary>
    public virtual string ErrorField => Name;

    /// <summary>A rule that concerns it, in its words.</summary>
    /// <param name="problem">The end of a sentence that begins with the label.</param>
    /// <param name="code">Of the rule, where it has one of its own.</param>
    public RuleBrokenException Broken(Text problem, string? code = null)
        => new(code ?? Code, new Text($"{Label.Fr} : {problem.Fr}.", $"{Label.En}: {problem.En}."), RuleKind.Invalid, Name);
}

/// <inheritdoc cref="Field"/>
public abstract class Field<TOf>(string name, string code, Text label) : Field(name, code, label)
    where TOf : class
{
    /// <summary>Whether both hold the same.</summary>
    public abstract bool IsSame(TOf a, TOf b);

    /// <summary>The value in words; null when there is none.</summary>
    public abstract string? Show(TOf of);

    /// <summary>The same in its one canonical form.</summary>
    public abstract TOf Tidy(TOf of);

    /// <summary>What is wrong with a tidy value.</summary>
    public abstract IEnumerable<RuleBrokenException> Faults(TOf of);

    public abstract void Fill(PageForm form, TOf of);

    /// <summary>The value of the form; what cannot be read is told to the form, what breaks a rule is left for <see cref="Faults"/>.</summary>
    public abstract TOf Read(PageForm form, TOf of);

    /// <summary>The value of the body; what is of the wrong kind is told to the body. One that is absent is as when nothing is filled in.</summary>
    public abstract TOf Read(JsonBody body, TOf of);
}

/// <summary>How a field is asked for; <c>FieldInputs.razor</c> shows each kind.</summary>
public abstract record FieldInput
{
    public sealed record Line(int Max, IReadOnlyList<KeyValuePair<string, Text>>? Suggested = null, bool IsShort = false) : FieldInput;

    public sealed record Lines(int Rows) : FieldInput;

    public sealed record Choice(ClosedList List) : FieldInput;

    public sealed record Choices(ClosedList List) : FieldInput;

    /// <summary>Those chosen as checkboxes, more of them to be written beside.</summary>
    public sealed record ChoicesAndMore(ClosedList List, string MoreName, Text MoreLabel, Text MoreHelp, Text ChosenHelp, IReadOnlyList<KeyValuePair<string, Text>> Suggested) : FieldInput;

    public sealed record Switch : FieldInput;

    public sealed record Number(Func<PageForm, string?>? Unit = null) : FieldInput;

    public sealed record Duration : FieldInput;

    public sealed record Day : FieldInput;
}
