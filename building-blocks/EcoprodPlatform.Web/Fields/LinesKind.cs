using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>Lines of text, one thing a line.</summary>
/// <param name="max">Most characters of one.</param>
/// <param name="most">Most of them.</param>
public sealed class LinesKind<TOf>(Expression<Func<TOf, IReadOnlyList<string>>> property, string code, Text label, int max, int most) : ListField<TOf>(property, code, label)
    where TOf : class
{
    /// <summary>Code of the rule that there are too many.</summary>
    public required string TooManyCode { get; init; }

    public override FieldInput Input { get; } = new FieldInput.Lines(3);

    public override string? Show(TOf of) => Get(of).Count == 0 ? null : string.Join(", ", Get(of));

    /// <summary>Doubles dropped, whatever their case and accents.</summary>
    public override TOf Tidy(TOf of) => With(of, [.. Get(of)
        .Select(line => PlainText.Tidy(line))
        .Where(line => line.Length > 0)
        .DistinctBy(line => Folded.Words(line) is { Length: > 0 } key ? key : line, StringComparer.Ordinal)]);

    public override IEnumerable<RuleBrokenException> Faults(TOf of) => Get(of).Count > most ? [Broken(NumberWords.AtMost(most), TooManyCode)] : base.Faults(of);

    protected override Text? Fault(TOf of) => Get(of).Select(line => PlainText.Fault(line, max)).FirstOrDefault(fault => fault is not null);

    public override void Fill(PageForm form, TOf of) => form.Set(Name, string.Join('\n', Get(of)));

    public override TOf Read(PageForm form, TOf of) => With(of, (form.Value(Name) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Strings(Name));
}
