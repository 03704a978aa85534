using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>One code of a closed list; programs and typed fields may send a name instead.</summary>
public sealed class ChoiceKind<TOf>(Expression<Func<TOf, string?>> property, string code, Text label, ClosedList list) : FieldOf<TOf, string?>(property, code, label)
    where TOf : class
{
    /// <summary>Written instead of chosen, with these codes suggested: for lists that weigh more than the rest of the page.</summary>
    public IReadOnlyList<string>? Suggested { get; init; }

    /// <summary>Written as its code, not as its name.</summary>
    public bool IsCode { get; init; }

    /// <summary>What an absent value of a program stands for; null: nothing.</summary>
    public string? Default { get; init; }

    public override FieldInput Input => Suggested is null
        ? new FieldInput.Choice(list)
        : new FieldInput.Line(200, [.. Suggested.Select(s => KeyValuePair.Create(IsCode ? s : list.Name(s).ToString(), list.Name(s)))], IsCode);

    public override string? Show(TOf of) => Get(of) is { Length: > 0 } value ? list.Name(value).ToString() : null;

    protected override Text? Fault(TOf of) => Get(of) switch
    {
        { } value when !list.Has(value) => list.Unknown(value),
        null when IsRequired => list.Unknown(""),
        _ => null,
    };

    public override void Fill(PageForm form, TOf of)
        => form.Set(Name, Get(of) is { Length: > 0 } value && Suggested is not null && !IsCode ? list.Name(value).ToString() : Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, list.FindOrKeep(form.Value(Name)) ?? (IsRequired ? "" : null));

    public override TOf Read(JsonBody body, TOf of) => With(of, list.FindOrKeep(body.String(Name)) ?? Default ?? (IsRequired ? "" : null));
}
