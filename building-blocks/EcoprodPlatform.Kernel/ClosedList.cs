namespace EcoprodPlatform.Kernel;

/// <summary>A list of stored codes with their names: what a field may hold. Finds what people write, and what they may have meant.</summary>
public sealed class ClosedList
{
    private const int Suggestions = 5;

    private readonly Dictionary<string, Entry> _byCode;
    private readonly Dictionary<string, Entry> _byName = new(StringComparer.Ordinal);

    /// <param name="all">Its entries, in the order they are shown.</param>
    /// <param name="aliases">Other ways to write a code ("€").</param>
    public ClosedList(IEnumerable<Entry> all, params (string Alias, string Code)[] aliases)
    {
        All = [.. all];
        _byCode = All.ToDictionary(t => t.Code, StringComparer.Ordinal);
        foreach (var entry in All)
        {
            _byName.TryAdd(Folded.Words(entry.Name.Fr), entry);
            _byName.TryAdd(Folded.Words(entry.Name.En), entry);
        }

        // After every name: the code LA is not the name of a country.
        foreach (var entry in All)
        {
            _byName.TryAdd(Folded.Words(entry.Code), entry);
        }

        foreach (var (alias, code) in aliases)
        {
            _byName.TryAdd(Folded.Words(alias), _byCode[code]);
        }
    }

    public IReadOnlyList<Entry> All { get; }

    public bool Has(string? code) => code is not null && _byCode.ContainsKey(code);

    /// <summary>The name of a stored code; the code itself should it have left the list.</summary>
    public Text Name(string code) => _byCode.TryGetValue(code, out var entry) ? entry.Name : Text.Same(code);

    /// <summary>The code that <paramref name="written"/> means: a code, or the French or English name, whatever its case and accents; null when there is none.</summary>
    public string? Find(string written)
        => _byCode.ContainsKey(written) ? written : _byName.TryGetValue(Folded.Words(written), out var entry) ? entry.Code : null;

    /// <summary>The code meant, or what was written, trimmed, for a message; null when nothing was.</summary>
    public string? FindOrKeep(string? written) => string.IsNullOrWhiteSpace(written) ? null : Find(written.Trim()) ?? written.Trim();

    /// <summary>Entries that someone who wrote <paramref name="written"/> may have meant, best first.</summary>
    public IReadOnlyList<Entry> Near(string written, int limit = Suggestions)
    {
        var wanted = Folded.Words(written);
        if (wanted.Length == 0)
        {
            return [];
        }

        return [.. All
            .Select(t => (Entry: t, Distance: Math.Min(Distance(wanted, t.Name.Fr), Math.Min(Distance(wanted, t.Name.En), Distance(wanted, t.Code)))))
            .Where(t => t.Distance <= Math.Max(2, wanted.Length / 3))
            .OrderBy(t => t.Distance)
            .ThenBy(t => t.Entry.Code, StringComparer.Ordinal)
            .Take(limit)
            .Select(t => t.Entry)];
    }

    /// <summary>What is wrong with a value that is not in the list, with those that may have been meant.</summary>
    public Text Unknown(string written)
    {
        if (written.Length == 0)
        {
            return new("à renseigner", "please fill in");
        }

        var shown = written.Length <= 60 ? written : string.Concat(written.AsSpan(0, char.IsHighSurrogate(written[59]) ? 59 : 60), "…");
        var near = Near(written) is { Count: > 0 } some ? some : All.Count <= 25 ? All : [];
        return near.Count == 0
            ? new Text($"« {shown} » n’est pas dans la liste", $"“{shown}” is not in the list")
            : new Text(
                $"« {shown} » n’est pas dans la liste ; vous pouvez choisir : {string.Join(", ", near.Select(t => t.Name.Fr))}",
                $"“{shown}” is not in the list; you may choose: {string.Join(", ", near.Select(t => t.Name.En))}");
    }

    private static int Distance(string wanted, string name)
    {
        var candidate = Folded.Words(name);
        return candidate.StartsWith(wanted, StringComparison.Ordinal) ? 0
            : wanted.Length > 2 && candidate.Contains(wanted, StringComparison.Ordinal) ? 1
            : candidate.Length > 2 && wanted.Length < 100 && $" {wanted} ".Contains($" {candidate} ", StringComparison.Ordinal) ? 1
            : Spelling.Edits(wanted.Length > 100 ? wanted[..100] : wanted, candidate);
    }

    /// <summary>One entry.</summary>
    public sealed record Entry(string Code, Text Name);
}
