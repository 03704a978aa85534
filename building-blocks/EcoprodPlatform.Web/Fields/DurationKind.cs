using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>A duration in seconds.</summary>
/// <param name="max">In seconds; a whole number of hours.</param>
public sealed class DurationKind<TOf>(Expression<Func<TOf, int?>> property, string code, Text label, int max) : FieldOf<TOf, int?>(property, code, label)
    where TOf : class
{
    public override FieldInput Input { get; } = new FieldInput.Duration();

    public override string? Show(TOf of) => Get(of) is { } seconds ? Format.Duration(seconds) : null;

    protected override Text? Fault(TOf of) => Get(of) is { } seconds && (seconds < 0 || seconds > max)
        ? new Text($"entre 0 et {(max / 3600).ToString("N0", Languages.French)} heures", $"between 0 and {(max / 3600).ToString("N0", Languages.English)} hours")
        : null;

    public override void Fill(PageForm form, TOf of) => form.SetDuration(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, form.Duration(Name, Label, max));

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Integer(Name));
}
