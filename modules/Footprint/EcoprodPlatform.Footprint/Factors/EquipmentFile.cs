using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>
/// The factors that are the making of a whole device, as a CSV file: a code and the years that it lasts where nobody says otherwise. A project that
/// uses one for a part of its life counts that part.
/// </summary>
internal sealed class EquipmentFile
{
    /// <summary>Where the years come from, whatever the device.</summary>
    public static readonly Text Source = new(
        "durée de vie par défaut : hypothèse de ce calculateur, celle des exemples d’Ekofest d’après la Base Empreinte de l’ADEME",
        "default lifetime: an assumption of this calculator, that of Ekofest’s examples after ADEME’s Base Empreinte");

    private const string Name = "equipment.csv";

    private readonly Dictionary<string, int> _years;

    private EquipmentFile(Dictionary<string, int> years) => _years = years;

    /// <summary>The file that this version of the program brings.</summary>
    public static EquipmentFile Embedded()
    {
        using var stream = typeof(EquipmentFile).Assembly.GetManifestResourceStream(Name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Parse(reader.ReadToEnd(), FactorFile.Embedded().Facts);
    }

    /// <summary>Years that a device lasts; null for what is no device.</summary>
    public int? YearsOf(string? code) => code is not null && _years.TryGetValue(code, out var years) ? years : null;

    /// <summary>Reads a file's text; what is no device of the catalogue stops it and is named.</summary>
    public static EquipmentFile Parse(string text, IReadOnlyList<Factor> catalogue)
    {
        var devices = catalogue.Where(f => f is { IsUsable: true, QuantityUnit: "unit" }).Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        var years = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (line, cells) in CsvRows.ReadTable(text, Name, "code", "years"))
        {
            if (!devices.Contains(cells[0]) || !int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var lasts) || lasts is < 1 or > 50 || !years.TryAdd(cells[0], lasts))
            {
                throw CsvRows.Wrong(Name, line, $"\"{cells[0]}\" is no factor that counts devices, is there twice, or does not last from 1 to 50 years");
            }
        }

        return new EquipmentFile(years);
    }
}
