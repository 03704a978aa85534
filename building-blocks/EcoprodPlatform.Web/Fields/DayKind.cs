using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>A day.</summary>
public sealed class DayKind<TOf>(Expression<Func<TOf, DateOnly?>> property, string code, Text label) : FieldOf<TOf, DateOnly?>(property, code, label)
    where TOf : class
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    public override FieldInput Input { get; } = new FieldInput.Day();

    public override string? Show(TOf of) => Get(of) is { } day ? Format.Date(day) : null;

    protected override Text? Fault(TOf of) => Get(of) < Earliest || Get(of) > Latest
        ? new Text("la date doit être comprise entre 1900 et 2199", "the date must be between 1900 and 2199")
        : null;

    public override void Fill(PageForm form, TOf of) => form.Set(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, form.Date(Name, Label, Earliest, Latest));

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Date(Name));
}
