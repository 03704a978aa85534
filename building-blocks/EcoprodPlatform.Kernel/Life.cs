namespace EcoprodPlatform.Kernel;

/// <summary>
/// The life of a thing as a table: who may do what, in which states, and what is said to the others. The rule asks it before it
/// decides and the page before it offers, so that the two cannot disagree.
/// </summary>
/// <typeparam name="TAct">The acts; each has one line.</typeparam>
/// <typeparam name="TState">The states.</typeparam>
public sealed class Life<TAct, TState>
    where TAct : struct, Enum
    where TState : struct, Enum
{
    private readonly Dictionary<TAct, LifeLine<TAct, TState>> _lines;

    /// <param name="lines">One for each act.</param>
    public Life(params IEnumerable<LifeLine<TAct, TState>> lines)
    {
        _lines = lines.ToDictionary(l => l.Act);
        if (Enum.GetValues<TAct>().Where(a => !_lines.ContainsKey(a)).ToList() is { Count: > 0 } missing)
        {
            throw new InvalidOperationException($"Nobody says who may {string.Join(", ", missing)}.");
        }
    }

    public IReadOnlyCollection<LifeLine<TAct, TState>> Lines => _lines.Values;

    /// <summary>Why somebody of this role may not do it now; null when they may.</summary>
    public RuleBrokenException? WhyNot(TAct act, string? role, TState state)
    {
        var line = _lines[act];
        return !line.Who.Contains(role, StringComparer.Ordinal) ? RuleBrokenException.Forbidden(line.NotYou.Code, line.NotYou.Text)
            : line.While.Contains(state) ? null
            : RuleBrokenException.Conflict(line.NotNow!.Code, line.NotNow.Text);
    }

    public bool May(TAct act, string? role, TState state) => WhyNot(act, role, state) is null;

    /// <summary>What this role may do now: what a page offers.</summary>
    public IReadOnlySet<TAct> Of(string? role, TState state) => _lines.Keys.Where(a => May(a, role, state)).ToHashSet();

    /// <summary>Throws <see cref="WhyNot"/>.</summary>
    public void Demand(TAct act, string? role, TState state)
    {
        if (WhyNot(act, role, state) is { } refusal)
        {
            throw refusal;
        }
    }
}

/// <summary>One act of a life.</summary>
/// <param name="Act">The act.</param>
/// <param name="Who">Roles that may do it.</param>
/// <param name="While">States in which it can be done.</param>
/// <param name="NotYou">What the others are told.</param>
/// <param name="NotNow">What is said in another state.</param>
public sealed record LifeLine<TAct, TState>(TAct Act, IReadOnlyList<string> Who, IReadOnlyList<TState> While, Refusal NotYou, Refusal? NotNow = null)
    where TAct : struct, Enum
    where TState : struct, Enum;

/// <summary>What is said to somebody who may not: a stable code and a sentence.</summary>
public sealed record Refusal(string Code, Text Text);
