namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// One version of the catalogue in memory, as it is searched. What counts, in this order: that it can be used and is neither superseded nor doubtful; the order that the words of
/// the trade were given (<see cref="SynonymFile"/>); a whole word before the start of one before the middle of one; what is called so before what is described so; complete before incomplete;
/// France before elsewhere; sourced before rough; the newest. Where nothing has all the words, typing errors are
/// forgiven, then words left out.
/// </summary>
internal sealed class FactorIndex
{
    /// <summary>Signs that people look for: "100 %", "k€".</summary>
    private const string Signs = "€%";

    private const int Whole = 3;
    private const int Start = 2;
    private const int Middle = 1;

    /// <summary>Below this, words that look alike by chance would name a shelf that was not meant.</summary>
    private const double LeastLikeness = 0.5;

    /// <summary>Words that say nothing of what is looked for.</summary>
    private static readonly HashSet<string> Small = new(
        ["de", "du", "des", "la", "le", "les", "en", "au", "aux", "un", "une", "et", "ou", "avec", "par", "pour", "sur", "the", "of", "for", "in", "to", "and", "or", "with", "per", "by", "on"],
        StringComparer.Ordinal);

    private readonly Entry[] entries;
    private readonly Dictionary<string, Factor> byCode;
    private readonly Synonym[] synonyms;
    private readonly string[] vocabulary;

    public FactorIndex(IReadOnlyList<Factor> facts, SynonymFile words)
    {
        byCode = facts.ToDictionary(f => f.Code, StringComparer.Ordinal);
        entries = [.. facts.Select(f => new Entry(
            f,
            [.. WordsOf(f.NameFr).Take(1), .. WordsOf(f.NameEn).Take(1)],
            WordsOf($"{f.NameFr} {f.NameEn} {Places.NameOf(f.Geography).Fr} {Places.NameOf(f.Geography).En}"),
            Folded.Words($"{f.NameFr} {f.NameEn} {f.Code}", Signs)))];
        synonyms = [.. words.Entries.OrderByDescending(s => s.Words.Length)];
        vocabulary = [.. entries.SelectMany(e => e.Words).Concat(synonyms.SelectMany(s => s.Words)).Where(w => w.Length > 3).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The words of a text, folded, without the small ones and in the singular; all of them where there are no others.</summary>
    public static string[] WordsOf(string? text)
    {
        var all = Folded.Words(text, Signs).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var telling = all.Where(w => !Small.Contains(w) && (w.Length > 1 || !char.IsAsciiLetter(w[0]))).ToArray();
        return [.. (telling.Length == 0 ? all : telling).Select(Singular).Distinct(StringComparer.Ordinal)];
    }

    public Factor? Find(string code) => byCode.GetValueOrDefault(code);

    /// <summary>What the fact of an older catalogue did not say yet, from this one, where it still has the same value.</summary>
    public Factor Complete(Factor older)
        => older.Perimeter == Perimeter.Unknown && Find(older.Code) is { } now && now.CatalogueVersion != older.CatalogueVersion && now.Value == older.Value && now.Unit == older.Unit
            ? older with { Perimeter = now.Perimeter, Mark = now.Mark, Instead = now.Instead, Source = now.Source, Reference = now.Reference, Remark = now.Remark }
            : older;

    /// <summary>The facts that are looked for, best first.</summary>
    public FactorsFound Search(FactorSearch search)
    {
        var category = FactorCategories.All.Any(c => c.Code == search.Category) ? search.Category : null;
        var among = entries.Where(e => (category is null || e.Fact.Category == category) && (!search.OnlyUsable || e.Fact.IsUsable)).ToArray();
        var query = (search.Query ?? "").Trim();
        var words = WordsOf(query.Length > 200 ? query[..200] : query).Take(8).ToArray();
        if (words.Length == 0)
        {
            return new FactorsFound(query.Length > 0 && Folded.Words(query, Signs).Length > 0 ? [] : [.. Ordered(among.Select(e => new Hit(e, Whole, int.MaxValue, 0, false, false)))]);
        }

        if (byCode.TryGetValue(query, out var exact) && among.Any(e => e.Fact == exact))
        {
            return new FactorsFound([exact, .. Hits(among, words).Where(h => h.Covered == words.Length && h.Entry.Fact != exact) is var others ? Ordered(others) : []]) { StandsOut = true };
        }

        var hits = Hits(among, words);
        if (Full(hits, words) is { Count: > 0 } full)
        {
            // Only the shelf is known, not the thing itself.
            var near = hits.Where(h => h.Covered == words.Length).All(h => h.IsFamily);
            return new FactorsFound(full, near, near ? full[0].Category : null) { StandsOut = !near && StandsOut(hits.Where(h => h.Covered == words.Length)) };
        }

        var corrected = words.Select(Correct).ToArray();
        if (!corrected.SequenceEqual(words, StringComparer.Ordinal) && Full(hits = Hits(among, corrected), corrected) is { Count: > 0 } typed)
        {
            return new FactorsFound(typed, IsNear: true, typed[0].Category);
        }

        // The most words, and where two have as many, the first words: "vol Paris" is a flight.
        var most = hits.Select(h => h.Covered).DefaultIfEmpty(0).Max();
        var some = most == 0 ? [] : Ordered(hits.Where(h => h.Covered == most)).ToArray();
        return some.Length > 0 ? new FactorsFound(some, IsNear: true, some[0].Category) : new FactorsFound([], IsNear: false, Family(words, search.OnlyUsable));
    }

    private static IReadOnlyList<Factor> Full(List<Hit> hits, string[] words) => [.. Ordered(hits.Where(h => h.Covered == words.Length))];

    /// <summary>The first is better by what it is called or by the words of the trade, not only by its place or year.</summary>
    private static bool StandsOut(IEnumerable<Hit> hits) => ByWords(hits).Take(2).ToArray() is not [var first, var second]
        || (IsPast(first), first.Rank, first.Quality, first.IsHead) != (IsPast(second), second.Rank, second.Quality, second.IsHead);

    private static bool IsPast(Hit hit) => hit.Entry.Fact.Mark is FactorMark.Superseded or FactorMark.Doubtful;

    private static IOrderedEnumerable<Hit> ByWords(IEnumerable<Hit> hits) => hits
        .OrderBy(h => h.Entry.Fact.Barrier is not null)
        .ThenBy(IsPast)
        .ThenBy(h => h.Rank)
        .ThenByDescending(h => h.Quality)
        .ThenBy(h => !h.IsHead);

    private static IEnumerable<Factor> Ordered(IEnumerable<Hit> hits) => ByWords(hits)
        .ThenBy(h => h.Entry.Fact.Mark is { } mark ? (int)mark + 1 : 0)
        .ThenBy(h => h.Entry.Fact.Geography switch { "FR" => 0, "FR-OM" => 1, "EU" => 2, "world" => 3, _ => 4 })
        .ThenBy(h => !h.Entry.Fact.Provenance.IsSolid)
        .ThenByDescending(h => h.Entry.Fact.ValidYear ?? 0)
        .ThenBy(h => h.Entry.Text, StringComparer.Ordinal)
        .Select(h => h.Entry.Fact);

    /// <summary>Facts that have at least one of the words, or are found by words of the trade.</summary>
    private List<Hit> Hits(Entry[] among, string[] words)
    {
        var told = Told(words);
        var hits = new List<Hit>();
        foreach (var entry in among)
        {
            var (covered, quality, rank, family, first, head) = (0, Whole, int.MaxValue, false, int.MaxValue, false);
            for (var i = 0; i < words.Length; i++)
            {
                var byTrade = told.FirstOrDefault(t => t.Words.Contains(i) && t.Ranks.ContainsKey(entry.Fact.Code));
                var match = entry.Match(words[i]);
                if (byTrade is not null)
                {
                    rank = Math.Min(rank, byTrade.Ranks[entry.Fact.Code]);
                    match = Whole;
                }
                else if (match < Start && told.Any(t => t.Words.Contains(i) && t.Category == entry.Fact.Category))
                {
                    family = true;
                    match = Middle;
                }

                if (match > 0)
                {
                    covered++;
                    quality = Math.Min(quality, match);
                    first = Math.Min(first, i);
                    head |= entry.Heads.Contains(words[i]);
                }
            }

            if (covered > 0)
            {
                // A word left out: what has the first words stands before.
                hits.Add(new Hit(entry, quality, rank == int.MaxValue && covered < words.Length ? int.MaxValue - words.Length + first : rank, covered, head, family));
            }
        }

        return hits;
    }

    /// <summary>The words of the trade in a query, the longest first, with the places of the query's words that they take.</summary>
    private List<Trade> Told(string[] words)
    {
        var told = new List<Trade>();
        var free = Enumerable.Range(0, words.Length).ToHashSet();
        foreach (var synonym in synonyms)
        {
            var places = synonym.Words.Select(w => Array.FindIndex(words, q => q == w)).ToArray();
            if (places.All(p => p >= 0 && free.Contains(p)))
            {
                free.ExceptWith(places);
                told.Add(new Trade([.. places], synonym.Codes.Select((code, i) => (code, i)).ToDictionary(c => c.code, c => c.i, StringComparer.Ordinal), synonym.Category));
            }
        }

        // While one types: the last word may be the beginning of one.
        if (told.Count == 0 && words is [{ Length: >= 4 } begun])
        {
            var synonym = synonyms.Where(s => s.Words is [var only] && only.StartsWith(begun, StringComparison.Ordinal)).MinBy(s => s.Words[0].Length);
            if (synonym is not null && !entries.Any(e => e.Match(begun) >= Start))
            {
                told.Add(new Trade([0], synonym.Codes.Select((code, i) => (code, i)).ToDictionary(c => c.code, c => c.i, StringComparer.Ordinal), synonym.Category));
            }
        }

        return told;
    }

    /// <summary>The nearest known word, if the typing error is small; the word itself otherwise.</summary>
    private string Correct(string word)
    {
        var allowed = word.Length switch { < 4 => 0, < 8 => 1, _ => 2 };
        if (allowed == 0 || vocabulary.Any(v => v.StartsWith(word, StringComparison.Ordinal)))
        {
            return word;
        }

        var nearest = vocabulary
            .Where(v => Math.Abs(v.Length - word.Length) <= allowed)
            .Select(v => (Word: v, Distance: Spelling.Edits(word, v, allowed)))
            .Where(v => v.Distance <= allowed)
            .OrderBy(v => v.Distance).ThenBy(v => v.Word[0] != word[0]).ThenBy(v => v.Word, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Word ?? word;
    }

    /// <summary>The shelf whose words look most like these, by the letters they share three at a time; null when none does.</summary>
    private string? Family(string[] words, bool onlyUsable)
    {
        var best = (Category: (string?)null, Likeness: LeastLikeness);
        foreach (var word in words.Where(w => w.Length > 3))
        {
            var mine = Threes(word);
            foreach (var entry in entries.Where(e => e.Fact.IsUsable || !onlyUsable))
            {
                foreach (var other in entry.Words.Where(w => w.Length > 3))
                {
                    var theirs = Threes(other);
                    var likeness = 2.0 * mine.Count(theirs.Contains) / (mine.Count + theirs.Count);
                    if (likeness > best.Likeness)
                    {
                        best = (entry.Fact.Category, likeness);
                    }
                }
            }
        }

        return best.Category;
    }

    private static HashSet<string> Threes(string word)
    {
        var padded = $" {word} ";
        return [.. Enumerable.Range(0, padded.Length - 2).Select(i => padded.Substring(i, 3))];
    }

    private static string Singular(string word) => word.Length > 3 && word[^1] is 's' or 'x' && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;

    private sealed record Entry(Factor Fact, string[] Heads, string[] Words, string Text)
    {
        /// <summary>How well it has a word: whole, as a start, in the middle, or not (0).</summary>
        public int Match(string word)
        {
            var best = 0;
            foreach (var mine in Words)
            {
                if (mine == word)
                {
                    return Whole;
                }

                if (mine.StartsWith(word, StringComparison.Ordinal))
                {
                    best = Start;
                }
            }

            return best > 0 ? best : word.Length >= 3 && Text.Contains(word, StringComparison.Ordinal) ? Middle : 0;
        }
    }

    /// <param name="Rank">Place that the words of the trade give it.</param>
    /// <param name="IsHead">A word is the first of its French or English name: what it is, not what it says of it.</param>
    /// <param name="IsFamily">Only its shelf was meant by a word.</param>
    private sealed record Hit(Entry Entry, int Quality, int Rank, int Covered, bool IsHead, bool IsFamily);

    private sealed record Trade(HashSet<int> Words, Dictionary<string, int> Ranks, string? Category);
}

/// <summary>All that was found, best first.</summary>
internal sealed record FactorsFound(IReadOnlyList<Factor> Facts, bool IsNear = false, string? Family = null)
{
    /// <summary>The first has all the words and stands clear of the second by what it is called: it is what was meant.</summary>
    public bool StandsOut { get; init; }
}
