using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>The same for a long list: those chosen are checkboxes, more are written in a field beside.</summary>
/// <param name="most">Most of them.</param>
public sealed class WrittenChoicesKind<TOf>(Expression<Func<TOf, IReadOnlyList<string>>> property, string code, Text label, ClosedList list, int most) : ChoicesKind<TOf>(property, code, label, list)
    where TOf : class
{
    private static readonly char[] Separators = [',', ';', '\n'];

    /// <summary>Name of the field in which more are written; what is wrong is told there.</summary>
    public required string MoreName { get; init; }

    /// <summary>Its words.</summary>
    public required Text MoreLabel { get; init; }

    public required Text MoreHelp { get; init; }

    /// <summary>Said under the checkboxes.</summary>
    public required Text ChosenHelp { get; init; }

    /// <summary>Code of the rule that there are too many.</summary>
    public required string TooManyCode { get; init; }

    public required IReadOnlyList<string> Suggested { get; init; }

    public override string ErrorField => MoreName;

    public override FieldInput Input => new FieldInput.ChoicesAndMore(
        List, ErrorField, MoreLabel, MoreHelp, ChosenHelp, [.. Suggested.Select(s => KeyValuePair.Create(List.Name(s).ToString(), List.Name(s)))]);

    public override TOf Read(PageForm form, TOf of) => With(of,
    [
        .. form.Values(Name).Where(v => v.Length > 0),
        // One more than there may be, so that the rule answers.
        .. (form.Value(ErrorField) ?? "").Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(most + 1).Select(written => List.Find(written) ?? written),
    ]);

    public override IEnumerable<RuleBrokenException> Faults(TOf of) => [.. base.Faults(of), .. Get(of).Count > most ? [Broken(NumberWords.AtMost(most), TooManyCode)] : Array.Empty<RuleBrokenException>()];
}
