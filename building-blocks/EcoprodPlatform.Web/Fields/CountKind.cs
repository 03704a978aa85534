using System.Globalization;
using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>A whole number within bounds.</summary>
/// <param name="unit">What it counts, beside the field.</param>
public sealed class CountKind<TOf>(Expression<Func<TOf, int?>> property, string code, Text label, int min, int max, Text? unit = null) : FieldOf<TOf, int?>(property, code, label)
    where TOf : class
{
    /// <summary>A year: 2024 and not 2,024.</summary>
    public bool IsYear { get; init; }

    public override FieldInput Input { get; } = new FieldInput.Number(unit is { } words ? _ => words.ToString() : null);

    public override string? Show(TOf of) => Get(of) is { } count ? IsYear ? Plain(count) : Format.Integer(count) : null;

    protected override Text? Fault(TOf of) => Get(of) is { } count && (count < min || count > max) ? IsYear ? new Text($"une année entre {Plain(min)} et {Plain(max)}", $"a year between {Plain(min)} and {Plain(max)}") : NumberWords.Between(min, max) : null;

    public override void Fill(PageForm form, TOf of)
    {
        if (IsYear)
        {
            form.Set(Name, Get(of) is { } year ? Plain(year) : null);
        }
        else
        {
            form.Set(Name, Get(of));
        }
    }

    public override TOf Read(PageForm form, TOf of) => With(of, form.Integer(Name, Label, -NumberWords.Anything, NumberWords.Anything, IsRequired));

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Integer(Name));

    private static string Plain(int year) => year.ToString(CultureInfo.InvariantCulture);
}
