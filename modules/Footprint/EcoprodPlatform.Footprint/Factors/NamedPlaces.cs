using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Countries that people's words name, by themselves or by one of their cities: what a factor of another place cannot count unasked.</summary>
internal sealed class NamedPlaces
{
    private const string File = "countries.tsv";
    private const int MostWords = 5;

    /// <summary>Names of countries that are mostly something else in a budget: a cloth, a first name, a dish.</summary>
    private static readonly string[] Ambiguous = ["jersey", "dominique", "chili"];

    private static readonly (string Name, string Country)[] AlsoCalled =
    [
        ("angleterre", "GB"), ("ecosse", "GB"), ("grande bretagne", "GB"), ("england", "GB"), ("scotland", "GB"), ("great britain", "GB"), ("uk", "GB"),
        ("usa", "US"), ("hollande", "NL"), ("holland", "NL"), ("turkey", "TR"), ("vietnam", "VN"), ("hong kong", "HK"), ("republique tcheque", "CZ"), ("czech republic", "CZ"), ("ivory coast", "CI"),
    ];

    private readonly Dictionary<string, string> _countries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Text> _names = new(StringComparer.Ordinal);

    /// <param name="cities">Their names stand for their countries.</param>
    public NamedPlaces(CityFile cities)
    {
        using var stream = typeof(NamedPlaces).Assembly.GetManifestResourceStream(File)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var code, var fr, var en])
            {
                _names[code] = new(fr, en);
                Add(fr, code);
                Add(en, code);
            }
        }

        foreach (var (name, country) in AlsoCalled)
        {
            Add(name, country);
        }

        foreach (var city in cities.All)
        {
            Add(city.Name.Fr, city.Country);
            Add(city.Name.En, city.Country);
        }

        void Add(string name, string country)
        {
            var folded = Folded.Words(name);
            if (!Ambiguous.Contains(folded, StringComparer.Ordinal))
            {
                _countries.TryAdd(folded, country);
            }
        }
    }

    /// <summary>Codes of the countries that are named, each once, in their order.</summary>
    public IReadOnlyList<string> In(string? text)
    {
        var words = Folded.Words(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var named = new List<string>();
        for (var at = 0; at < words.Length;)
        {
            var taken = Enumerable.Range(1, Math.Min(MostWords, words.Length - at)).Reverse().FirstOrDefault(n => _countries.ContainsKey(string.Join(' ', words[at..(at + n)])));
            if (taken > 0)
            {
                named.Add(_countries[string.Join(' ', words[at..(at + taken)])]);
            }

            at += Math.Max(taken, 1);
        }

        return [.. named.Distinct(StringComparer.Ordinal)];
    }

    public Text NameOf(string country) => _names.TryGetValue(country, out var name) ? name : Places.NameOf(country);

    /// <summary>"Mali, Sénégal".</summary>
    public Text NamesOf(IReadOnlyList<string> countries)
        => new(string.Join(", ", countries.Select(c => NameOf(c).Fr)), string.Join(", ", countries.Select(c => NameOf(c).En)));

    /// <summary>Why a factor may not count what is meant: it holds for another place than the one that is named, or than the lead country where none is. Null where nothing speaks against it.</summary>
    /// <param name="words">What the thing is called.</param>
    /// <param name="lead">The lead country; null where it is not known.</param>
    public Text? DoubtOf(Factor factor, string? words, string? lead)
    {
        var (named, place) = (In(words), Places.NameOf(factor.Geography));
        return named.Count > 0
            ? named.Any(c => Places.Holds(factor.Geography, c)) ? null : Tell(new("celui qui est nommé", "the one that is named"), NamesOf(named))
            : lead is null || Places.Holds(factor.Geography, lead) ? null : Tell(new("le pays de production principal", "the lead country"), NameOf(lead));

        Text Tell(Text what, Text other) => new(
            $"Ce facteur vaut pour un autre lieu ({place.Fr}) que {what.Fr} ({other.Fr}).",
            $"This factor holds for another place ({place.En}) than {what.En} ({other.En}).");
    }
}
