using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>A whole number that is always there.</summary>
/// <param name="otherwise">What it is where nothing is said.</param>
public sealed class GivenCountKind<TOf>(Expression<Func<TOf, int>> property, string code, Text label, int min, int max, int otherwise) : FieldOf<TOf, int>(property, code, label)
    where TOf : class
{
    public override FieldInput Input { get; } = new FieldInput.Number();

    public override string? Show(TOf of) => Format.Integer(Get(of));

    protected override Text? Fault(TOf of) => Get(of) < min || Get(of) > max ? NumberWords.Between(min, max) : null;

    public override void Fill(PageForm form, TOf of) => form.Set(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, form.Integer(Name, Label, -NumberWords.Anything, NumberWords.Anything, required: true) ?? otherwise);

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Integer(Name) ?? otherwise);
}
