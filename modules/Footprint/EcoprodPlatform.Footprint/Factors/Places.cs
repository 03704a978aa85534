namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Places that factors hold for, in words: every code of the catalogue (names from the Unicode CLDR, a test compares).</summary>
internal static class Places
{
    private static readonly Dictionary<string, Text> Names = new(StringComparer.Ordinal)
    {
        ["world"] = new("Monde", "World"),
        ["EU"] = new("Union européenne", "European Union"),
        ["FR-OM"] = new("France, outre-mer", "France, overseas"),
        ["AE"] = new("Émirats arabes unis", "United Arab Emirates"),
        ["AR"] = new("Argentine", "Argentina"),
        ["AT"] = new("Autriche", "Austria"),
        ["AU"] = new("Australie", "Australia"),
        ["BE"] = new("Belgique", "Belgium"),
        ["BG"] = new("Bulgarie", "Bulgaria"),
        ["BR"] = new("Brésil", "Brazil"),
        ["BW"] = new("Botswana", "Botswana"),
        ["CA"] = new("Canada", "Canada"),
        ["CH"] = new("Suisse", "Switzerland"),
        ["CI"] = new("Côte d’Ivoire", "Côte d’Ivoire"),
        ["CL"] = new("Chili", "Chile"),
        ["CN"] = new("Chine", "China"),
        ["CO"] = new("Colombie", "Colombia"),
        ["CR"] = new("Costa Rica", "Costa Rica"),
        ["CY"] = new("Chypre", "Cyprus"),
        ["CZ"] = new("Tchéquie", "Czechia"),
        ["DE"] = new("Allemagne", "Germany"),
        ["DK"] = new("Danemark", "Denmark"),
        ["DZ"] = new("Algérie", "Algeria"),
        ["EE"] = new("Estonie", "Estonia"),
        ["EG"] = new("Égypte", "Egypt"),
        ["ES"] = new("Espagne", "Spain"),
        ["FI"] = new("Finlande", "Finland"),
        ["FR"] = new("France", "France"),
        ["GB"] = new("Royaume-Uni", "United Kingdom"),
        ["GE"] = new("Géorgie", "Georgia"),
        ["GR"] = new("Grèce", "Greece"),
        ["HK"] = new("R.A.S. chinoise de Hong Kong", "Hong Kong SAR China"),
        ["HR"] = new("Croatie", "Croatia"),
        ["HU"] = new("Hongrie", "Hungary"),
        ["ID"] = new("Indonésie", "Indonesia"),
        ["IE"] = new("Irlande", "Ireland"),
        ["IL"] = new("Israël", "Israel"),
        ["IN"] = new("Inde", "India"),
        ["IS"] = new("Islande", "Iceland"),
        ["IT"] = new("Italie", "Italy"),
        ["JO"] = new("Jordanie", "Jordan"),
        ["JP"] = new("Japon", "Japan"),
        ["KE"] = new("Kenya", "Kenya"),
        ["KR"] = new("Corée du Sud", "South Korea"),
        ["LT"] = new("Lituanie", "Lithuania"),
        ["LU"] = new("Luxembourg", "Luxembourg"),
        ["LV"] = new("Lettonie", "Latvia"),
        ["MA"] = new("Maroc", "Morocco"),
        ["MT"] = new("Malte", "Malta"),
        ["MV"] = new("Maldives", "Maldives"),
        ["MX"] = new("Mexique", "Mexico"),
        ["MY"] = new("Malaisie", "Malaysia"),
        ["NL"] = new("Pays-Bas", "Netherlands"),
        ["NO"] = new("Norvège", "Norway"),
        ["NZ"] = new("Nouvelle-Zélande", "New Zealand"),
        ["OM"] = new("Oman", "Oman"),
        ["PH"] = new("Philippines", "Philippines"),
        ["PL"] = new("Pologne", "Poland"),
        ["PT"] = new("Portugal", "Portugal"),
        ["QA"] = new("Qatar", "Qatar"),
        ["RO"] = new("Roumanie", "Romania"),
        ["RS"] = new("Serbie", "Serbia"),
        ["RU"] = new("Russie", "Russia"),
        ["SA"] = new("Arabie saoudite", "Saudi Arabia"),
        ["SE"] = new("Suède", "Sweden"),
        ["SG"] = new("Singapour", "Singapore"),
        ["SI"] = new("Slovénie", "Slovenia"),
        ["SK"] = new("Slovaquie", "Slovakia"),
        ["SN"] = new("Sénégal", "Senegal"),
        ["TH"] = new("Thaïlande", "Thailand"),
        ["TN"] = new("Tunisie", "Tunisia"),
        ["TR"] = new("Turquie", "Türkiye"),
        ["UA"] = new("Ukraine", "Ukraine"),
        ["US"] = new("États-Unis", "United States"),
        ["VN"] = new("Viêt Nam", "Vietnam"),
        ["ZA"] = new("Afrique du Sud", "South Africa"),
    };

    private static readonly HashSet<string> Union = new(
        ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"], StringComparer.Ordinal);

    private static readonly HashSet<string> Overseas = new(["GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"], StringComparer.Ordinal);

    /// <summary>What holds for a place holds in a country: the same, or one that it is a part of.</summary>
    public static bool Holds(string place, string country)
        => place == country || place == "world" || (place == "EU" && Union.Contains(country)) || (place == "FR-OM" && Overseas.Contains(country));

    /// <summary>Their codes.</summary>
    public static IReadOnlyCollection<string> All => Names.Keys;

    /// <summary>The code of a country among these that is written as its code or its name, in either language; null when none is.</summary>
    public static string? Find(string written, IReadOnlyList<string> among)
    {
        var folded = Folded.Of(written.Trim());
        return among.FirstOrDefault(c => Folded.Of(c) == folded || Folded.Of(NameOf(c).Fr) == folded || Folded.Of(NameOf(c).En) == folded);
    }

    /// <summary>"Botswana", "Monde"; the code itself when it has no name yet.</summary>
    public static Text NameOf(string code) => Names.TryGetValue(code, out var name) ? name : Text.Same(code);
}
