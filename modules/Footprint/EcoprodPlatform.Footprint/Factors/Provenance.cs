namespace EcoprodPlatform.Footprint.Factors;

/// <summary>How a value of the catalogue was seen: the tag its note begins with, in words.</summary>
/// <param name="Tag">As printed between brackets; <c>U</c> where the note has none.</param>
/// <param name="IsSolid">False: an order of magnitude that the page marks as to be verified.</param>
public sealed record Provenance(string Tag, Text Meaning, bool IsSolid = true)
{
    /// <summary>Tag of a factor that a project has of its own.</summary>
    public const string Own = "OWN";

    private static readonly Dictionary<string, Provenance> Known = new Provenance[]
    {
        new("A", new("vu dans un fichier de la Base Carbone de l’ADEME", "seen in a file of ADEME’s Base Carbone")),
        new("B", new("vu dans un module ouvert officiel ou de l’ABC", "seen in an official open module or one of the ABC")),
        new("B/C", new("la même valeur dans deux sources indépendantes", "the same value in two independent sources")),
        new("C", new("Base Carbone citée par un tiers, avec le numéro d’élément", "Base Carbone quoted by a third party, with the element number")),
        new("D", new("autre jeu de données public", "another public data set")),
        new("E", new("jeu de données ancien, à défaut de mieux", "an old data set, for want of a better one"), IsSolid: false),
        new("DER", new("calculé à partir d’autres lignes du catalogue", "derived from other rows of the catalogue")),
        new(Own, new("donné par le projet, d’après la source qu’il cite", "given by the project, from the source that it names")),
        new("S", new("chiffre d’affiche ou de diaporama", "figure of a poster or of slides"), IsSolid: false),
        new("U", new("ordre de grandeur, à vérifier", "order of magnitude, to be verified"), IsSolid: false),
    }.ToDictionary(p => p.Tag, StringComparer.Ordinal);

    /// <summary>Every tag, for the legend of the catalogue page.</summary>
    public static IReadOnlyCollection<Provenance> All => Known.Values;

    /// <summary>The provenance told by a note; a tag nobody has explained yet is shown as it is, and not called solid.</summary>
    public static Provenance Of(string note)
    {
        var end = note.StartsWith('[') ? note.IndexOf(']', StringComparison.Ordinal) : -1;
        var tag = end > 1 ? note[1..end] : "U";
        return Known.TryGetValue(tag, out var known) ? known : new Provenance(tag, Text.Same(tag), IsSolid: false);
    }
}
