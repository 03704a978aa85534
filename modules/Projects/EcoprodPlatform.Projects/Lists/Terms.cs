using System.Reflection;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Projects.Contracts;

namespace EcoprodPlatform.Projects.Lists;

/// <summary>One closed list that a project field takes its values from.</summary>
/// <param name="all">Its entries, in the order they are shown.</param>
/// <param name="aliases">Other ways to write a code ("€").</param>
internal sealed class Terms(IReadOnlyList<Term> all, params (string Alias, string Code)[] aliases)
{
    private const int Suggestions = 5;

    private readonly Dictionary<string, Term> byCode = all.ToDictionary(t => t.Code, StringComparer.Ordinal);
    private readonly Dictionary<string, Term> byName = Names(all, aliases);

    public IReadOnlyList<Term> All { get; } = all;

    /// <summary>Editorial genres (PR-3).</summary>
    public static Terms Genres { get; } = new(EditorialGenres.All);

    /// <summary>Shooting typologies (PR-4).</summary>
    public static Terms Typologies { get; } = new(ShootingTypologies.All);

    /// <summary>Main distribution modes (PR-5).</summary>
    public static Terms Distributions { get; } = new(DistributionModes.All);

    /// <summary>Shooting formats (PR-11).</summary>
    public static Terms Formats { get; } = new(ShootingFormats.All);

    /// <summary>Currencies (PR-7): ISO 4217 without funds and metals, those withdrawn since 2020 kept for past projects; names from the Unicode CLDR.</summary>
    public static Terms Currencies { get; } = new(Embedded("currencies.tsv"), ("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("US$", "USD"));

    /// <summary>Countries and territories (PR-14, PR-15): ISO 3166-1 alpha-2; names from the Unicode CLDR.</summary>
    public static Terms Countries { get; } = new(
        Embedded("countries.tsv"),
        ("Grande-Bretagne", "GB"),
        ("Great Britain", "GB"),
        ("Angleterre", "GB"),
        ("UK", "GB"),
        ("USA", "US"),
        ("Hollande", "NL"),
        ("République tchèque", "CZ"),
        ("RDC", "CD"),
        ("Birmanie", "MM"));

    public bool Has(string? code) => code is not null && byCode.ContainsKey(code);

    /// <summary>The name of a stored code; the code itself should it have left the list.</summary>
    public Text Name(string code) => byCode.TryGetValue(code, out var term) ? new Text(term.Fr, term.En) : Text.Same(code);

    /// <summary>The code that <paramref name="written"/> means: a code, or the French or English name, whatever its case and accents; null when there is none.</summary>
    public string? Find(string written)
        => byCode.ContainsKey(written) ? written : byName.TryGetValue(Folded.Words(written), out var term) ? term.Code : null;

    /// <summary>Entries that someone who wrote <paramref name="written"/> may have meant, best first.</summary>
    public IReadOnlyList<Term> Near(string written, int limit = Suggestions)
    {
        var wanted = Folded.Words(written);
        if (wanted.Length == 0)
        {
            return [];
        }

        return [.. All
            .Select(t => (Term: t, Distance: Math.Min(Distance(wanted, t.Fr), Math.Min(Distance(wanted, t.En), Distance(wanted, t.Code)))))
            .Where(t => t.Distance <= Math.Max(2, wanted.Length / 3))
            .OrderBy(t => t.Distance)
            .ThenBy(t => t.Term.Code, StringComparer.Ordinal)
            .Take(limit)
            .Select(t => t.Term)];
    }

    private static int Distance(string wanted, string name)
    {
        var candidate = Folded.Words(name);
        return candidate.StartsWith(wanted, StringComparison.Ordinal) ? 0
            : wanted.Length > 2 && candidate.Contains(wanted, StringComparison.Ordinal) ? 1
            : candidate.Length > 2 && wanted.Length < 100 && $" {wanted} ".Contains($" {candidate} ", StringComparison.Ordinal) ? 1
            : Edits(wanted.Length > 100 ? wanted[..100] : wanted, candidate);
    }

    /// <summary>Letters to add, drop or change to make one word of the other.</summary>
    private static int Edits(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }

    private static Dictionary<string, Term> Names(IReadOnlyList<Term> all, (string Alias, string Code)[] aliases)
    {
        var names = new Dictionary<string, Term>(StringComparer.Ordinal);
        foreach (var term in all)
        {
            names.TryAdd(Folded.Words(term.Fr), term);
            names.TryAdd(Folded.Words(term.En), term);
        }

        // After every name: the code LA is not the name of a country.
        foreach (var term in all)
        {
            names.TryAdd(Folded.Words(term.Code), term);
        }

        foreach (var (alias, code) in aliases)
        {
            names.TryAdd(Folded.Words(alias), all.Single(t => t.Code == code));
        }

        return names;
    }

    private static Term[] Embedded(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!);
        return [.. reader.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .Select(cells => new Term(cells[0], cells[1], cells[2]))];
    }
}
