using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>One line of text; empty where it need not be there.</summary>
public sealed class LineKind<TOf>(Expression<Func<TOf, string>> property, string code, Text label, int max) : FieldOf<TOf, string>(property, code, label)
    where TOf : class
{
    public override FieldInput Input { get; } = new FieldInput.Line(max);

    public override string? Show(TOf of) => Get(of) is { Length: > 0 } line ? line : null;

    public override TOf Tidy(TOf of) => With(of, PlainText.Tidy(Get(of)));

    protected override Text? Fault(TOf of) => !IsRequired && Get(of).Length == 0 ? null : PlainText.Fault(Get(of), max);

    public override void Fill(PageForm form, TOf of) => form.Set(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, form.Value(Name) ?? "");

    public override TOf Read(JsonBody body, TOf of) => With(of, body.String(Name) ?? "");
}
