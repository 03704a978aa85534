namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>
/// Where the columns of an export of ADEME's Base Carbone stand. They are found by name, in any order, whatever the case, the accents and what parts the words
/// (the data portal writes underscores); columns that nobody knows stay in the raw fields.
/// </summary>
internal sealed class BaseCarboneColumns
{
    public const string Line = "Type Ligne";
    public const string Id = "Identifiant de l'élément";
    public const string Kind = "Type de l'élément";
    public const string Status = "Statut de l'élément";
    public const string Name = "Nom base français";
    public const string Unit = "Unité français";
    public const string Place = "Localisation géographique";
    public const string Uncertainty = "Incertitude";
    public const string PostType = "Type poste";
    public const string Total = "Total poste non décomposé";
    public const string Quality = "Qualité";
    public const string BiogenicCo2 = "CO2b";

    /// <summary>What counts in the total, in kg CO2e per unit already. CH4b too: the methane of biomass warms, other than its CO2.</summary>
    public static readonly string[] Gases =
    [
        "CO2f", "CH4f", "CH4b", "N2O", "Valeur gaz supplémentaire 1", "Valeur gaz supplémentaire 2", "Valeur gaz supplémentaire 3",
        "Valeur gaz supplémentaire 4", "Valeur gaz supplémentaire 5", "Autres GES",
    ];

    /// <summary>The columns of numbers: in each of them all numbers have the same decimal mark.</summary>
    public static readonly string[] Numbers = [Total, Uncertainty, Quality, .. Gases, BiogenicCo2];

    /// <summary>Without these no record can be read.</summary>
    private static readonly string[] Needed = [Kind, Status, Name, Unit, Place, Uncertainty, PostType, Total];

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>The places already asked for, by the name as it is written in this code.</summary>
    private readonly Dictionary<string, int> _asked = new(StringComparer.Ordinal);

    /// <param name="header">The cells of the header.</param>
    public BaseCarboneColumns(IReadOnlyList<string> header)
    {
        Header = header;
        for (var i = 0; i < header.Count; i++)
        {
            // Of two columns with one name the first counts; those that matter are refused below.
            _places.TryAdd(Folded.Words(header[i]), i);
        }
    }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Needed columns that are not there, by the names they should have.</summary>
    public IReadOnlyList<string> Missing => [.. Needed.Where(n => PlaceOf(n) < 0)];

    /// <summary>Columns that are needed and there twice: which one holds the value is anybody's guess.</summary>
    public IReadOnlyList<string> Doubled => [.. Needed.Append(Id).Append(Line).Where(n => Header.Count(h => Folded.Words(h) == Folded.Words(n)) > 1)];

    public bool HasIds => PlaceOf(Id) >= 0;

    /// <summary>The place of a column, from 0; -1 where the file has none.</summary>
    public int PlaceOf(string name) => _asked.TryGetValue(name, out var place) ? place : _asked[name] = _places.GetValueOrDefault(Folded.Words(name), -1);
}
