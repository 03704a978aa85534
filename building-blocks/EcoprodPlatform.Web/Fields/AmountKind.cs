using System.Linq.Expressions;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Forms;

namespace EcoprodPlatform.Web.Fields;

/// <summary>An amount, exact, from 0.</summary>
/// <param name="decimals">Most digits after the point.</param>
/// <param name="show">The amount in words, with what it is counted in.</param>
public sealed class AmountKind<TOf>(Expression<Func<TOf, decimal?>> property, string code, Text label, decimal max, int decimals, Func<TOf, decimal, string> show) : FieldOf<TOf, decimal?>(property, code, label)
    where TOf : class
{
    /// <summary>What it is counted in, which another field of the form may say.</summary>
    public Func<PageForm, string?>? Unit { get; init; }

    public override FieldInput Input => new FieldInput.Number(Unit);

    public override string? Show(TOf of) => Get(of) is { } amount ? show(of, amount) : null;

    /// <summary>300000.00 is written 300000.</summary>
    public override TOf Tidy(TOf of) => With(of, Get(of) / 1.0000000000000000000000000000m);

    protected override Text? Fault(TOf of) => Get(of) switch
    {
        < 0 => new Text("le montant ne peut pas être négatif", "the amount cannot be negative"),
        { } amount when amount > max => NumberWords.AtMost(max),
        { } amount when decimal.Round(amount, decimals) != amount => new Text($"{decimals} chiffres après la virgule au plus", $"at most {decimals} digits after the point"),
        _ => null,
    };

    /// <summary>The euro is written by its sign or its code.</summary>
    private static string[] Names(string unit) => unit switch { "€" => ["EUR", "euros", "euro"], "EUR" => ["€", "euros", "euro"], _ => [] };

    public override void Fill(PageForm form, TOf of) => form.Set(Name, Get(of));

    public override TOf Read(PageForm form, TOf of) => With(of, form.Decimal(Name, Label, units: Unit?.Invoke(form) is { Length: > 0 } unit ? [unit, .. Names(unit)] : null));

    public override TOf Read(JsonBody body, TOf of) => With(of, body.Number(Name));
}
