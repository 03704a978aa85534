using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>Yes or no.</summary>
public sealed class SwitchKind<TOf>(Expression<Func<TOf, bool>> property, string code, Text label) : FieldOf<TOf, bool>(property, code, label)
    where TOf : class
{
    public override FieldInput Input { get; } = new FieldInput.Switch();

    public override string? Show(TOf of) => (Get(of) ? new Text("Oui", "Yes") : new Text("Non", "No")).ToString();

    public override void Fill(PageForm form, TOf of) => form.Set(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, form.Bool(Name));

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Bool(Name));
}
