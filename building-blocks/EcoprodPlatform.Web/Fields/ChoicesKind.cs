using System.Globalization;
using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>Several codes of a closed list.</summary>
public class ChoicesKind<TOf>(Expression<Func<TOf, IReadOnlyList<string>>> property, string code, Text label, ClosedList list) : ListField<TOf>(property, code, label)
    where TOf : class
{
    protected ClosedList List => list;

    public override FieldInput Input { get; } = new FieldInput.Choices(list);

    public override string? Show(TOf of) => Get(of).Count == 0 ? null : string.Join(", ", Get(of).Select(c => list.Name(c).In(CultureInfo.CurrentUICulture)));

    // One is told: looking for what is near to a million wrong values would only cost time.
    protected override Text? Fault(TOf of) => Get(of).FirstOrDefault(c => !list.Has(c)) is { } unknown ? list.Unknown(unknown) : null;

    public override void Fill(PageForm form, TOf of) => form.Set(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, [.. form.Values(Name).Where(v => v.Length > 0)]);

    public override TOf Read(JsonBody body, TOf of) => With(of, [.. body.Strings(Name).Select(written => list.Find(written.Trim()) ?? written.Trim())]);
}
