using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Fields;

/// <summary>A field that is a property of a record: reads it, and makes a copy of the record with another value.</summary>
public abstract class FieldOf<TOf, TValue> : Field<TOf>
    where TOf : class
{
    private static readonly Func<TOf, TOf> Clone = typeof(TOf).GetMethod("<Clone>$")?.CreateDelegate<Func<TOf, TOf>>()
        ?? throw new InvalidOperationException($"{typeof(TOf).Name} must be a record.");

    private readonly Func<TOf, TValue> _get;
    private readonly Action<TOf, TValue> _set;

    /// <param name="property"><c>c => c.Title</c>.</param>
    /// <param name="code">Stable code of the rule that it breaks.</param>
    /// <param name="label">Its name.</param>
    protected FieldOf(Expression<Func<TOf, TValue>> property, string code, Text label)
        : base(JsonNamingPolicy.CamelCase.ConvertName(PropertyOf(property).Name), code, label)
    {
        _get = property.Compile();
        _set = PropertyOf(property).SetMethod!.CreateDelegate<Action<TOf, TValue>>();
    }

    public TValue Get(TOf of) => _get(of);

    public TOf With(TOf of, TValue value)
    {
        var copy = Clone(of);
        _set(copy, value);
        return copy;
    }

    public override bool IsSame(TOf a, TOf b) => EqualityComparer<TValue>.Default.Equals(Get(a), Get(b));

    public override TOf Tidy(TOf of) => of;

    public override IEnumerable<RuleBrokenException> Faults(TOf of) => Fault(of) is { } problem ? [Broken(problem)] : [];

    /// <summary>What is wrong with a tidy value, as the end of a sentence that begins with the label; null when nothing is.</summary>
    protected virtual Text? Fault(TOf of) => null;

    private static PropertyInfo PropertyOf(Expression<Func<TOf, TValue>> property) => (PropertyInfo)((MemberExpression)property.Body).Member;
}

/// <summary>Several texts or codes.</summary>
public abstract class ListField<TOf>(Expression<Func<TOf, IReadOnlyList<string>>> property, string code, Text label) : FieldOf<TOf, IReadOnlyList<string>>(property, code, label)
    where TOf : class
{
    public override bool IsSame(TOf a, TOf b) => Get(a).SequenceEqual(Get(b), StringComparer.Ordinal);

    public override TOf Tidy(TOf of) => With(of, [.. Get(of).Distinct(StringComparer.Ordinal)]);
}
