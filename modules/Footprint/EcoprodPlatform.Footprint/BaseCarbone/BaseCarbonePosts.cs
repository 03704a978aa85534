namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>What the posts of an element count, in the words of the catalogue's perimeters.</summary>
internal static class BaseCarbonePosts
{
    private const string Fugitive = "emissions fugitives";
    private const string NotStated = "not-stated";

    /// <summary>Types of posts by their folded words. « Energie » is not here: it may be that of making a thing or of using it.</summary>
    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["amont"] = "upstream",
        ["combustion"] = "use",
        ["combustion a la centrale"] = "use",
        ["carburant amont combustion"] = "use+upstream",
        [Fugitive] = "use",
        ["fuites"] = "use",
        ["fabrication"] = "manufacture",
        ["amortissement"] = "manufacture",
        ["intrants"] = "manufacture",
        ["transport"] = "distribution",
        ["transport et distribution"] = "losses",
        ["pertes"] = "losses",
        ["collecte"] = "end-of-life",
        ["traitement"] = "end-of-life",
        ["incineration"] = "end-of-life",
    };

    /// <summary>The perimeter of an element with posts of these types; « not stated » without posts, and beside the others for a post that no word fits.</summary>
    public static Perimeter PerimeterOf(string category, IEnumerable<string> postTypes)
    {
        var parts = postTypes.SelectMany(t => PartsOf(category, Folded.Words(t)).Split('+')).ToHashSet(StringComparer.Ordinal);
        return parts.Count == 0
            ? Perimeter.Find(NotStated)!
            : Perimeter.Find(string.Join('+', Perimeter.All.Select(p => p.Code).Where(parts.Contains)))!;
    }

    /// <summary>Whether a post is the condensation trails of a plane: its « fugitive emissions ». Those of anything else are leaks.</summary>
    public static bool IsContrails(string category, string postType) => Folded.Words(postType) == Fugitive && Folded.Words(category).Contains("aerien", StringComparison.Ordinal);

    private static string PartsOf(string category, string type)
        => IsContrails(category, type) ? "contrails"
            // Waste is carried to where it is treated.
            : type == "transport" && Folded.Words(category).Contains("dechets", StringComparison.Ordinal) ? "end-of-life"
            : Parts.GetValueOrDefault(type, NotStated);
}
