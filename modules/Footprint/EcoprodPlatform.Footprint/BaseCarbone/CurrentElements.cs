namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>
/// The valid emission factors of the Base Carbone in force, to be looked for by people who miss one in the catalogue. A project takes one over as a factor of its own, so
/// that a later file changes none of its lines.
/// </summary>
internal sealed class CurrentElements(ModuleLog<FootprintModule> log)
{
    public const int Shown = 12;

    /// <summary>Some thousand elements of one file, which never change.</summary>
    private volatile Elements? _current;

    /// <summary>The elements that have the words, best first; null while no file is in force.</summary>
    public async Task<IReadOnlyList<CurrentElement>?> SearchAsync(string words, CancellationToken ct)
    {
        if (await CurrentAsync(ct) is not { } current)
        {
            return null;
        }

        return words.Trim().Length == 0 ? [] : [.. current.Index.Search(new FactorSearch(words)).Facts.Take(Shown).Select(f => current.ById[f.Code])];
    }

    /// <summary>The element with ADEME's id; null where the file in force has no valid one.</summary>
    public async Task<CurrentElement?> FindAsync(string id, CancellationToken ct) => (await CurrentAsync(ct))?.ById.GetValueOrDefault(id);

    private async Task<Elements?> CurrentAsync(CancellationToken ct)
    {
        var import = await log.FindAsync($"select {BaseCarboneImport.Columns} from base_carbone_import where state = '{BaseCarboneImport.Current}'", BaseCarboneImport.Read, ct);
        if (import is null || _current?.Import == import.Id)
        {
            return import is null ? null : _current;
        }

        var elements = await log.ListAsync(
            """
            select element_id, name_fr, name_en, unit, value, place, uncertainty_percent, perimeter, source from base_carbone_element
            where import_id = $1 and not is_source and status in ('generic', 'specific') and value > 0 order by record_number
            """,
            r => new CurrentElement(
                r.GetString(0), new Text(r.GetString(1), r.GetString(2)), r.GetString(3), r.GetDecimal(4), r.GetString(5), r.ValueOrNull<decimal>(6), Perimeter.Find(r.GetString(7)) ?? Perimeter.Unknown, r.GetString(8), import.Version),
            ct,
            import.Id);
        return _current = new Elements(
            import.Id,
            elements.ToDictionary(e => e.Id, StringComparer.Ordinal),
            new FactorIndex([.. elements.Select(e => new Factor(e.Id, e.Name.Fr, e.Name.En, "", $"kgCO2e/{e.Unit}", e.Value, "", e.UncertaintyPercent, e.Place, null, new FactorFinding("", "", "")))], SynonymFile.None));
    }

    private sealed record Elements(Guid Import, IReadOnlyDictionary<string, CurrentElement> ById, FactorIndex Index);
}

/// <summary>A valid emission factor of the Base Carbone in force.</summary>
/// <param name="Id">ADEME's.</param>
/// <param name="Unit">What a quantity is counted in; not every one is a unit of lines.</param>
/// <param name="Place">As ADEME writes it.</param>
/// <param name="Source">Whom ADEME names.</param>
/// <param name="Version">Of the file; null where it does not say it.</param>
public sealed record CurrentElement(string Id, Text Name, string Unit, decimal Value, string Place, decimal? UncertaintyPercent, Perimeter Perimeter, string Source, string? Version)
{
    /// <summary>Lines count in its unit, and hold its digits.</summary>
    public bool IsCountable => QuantityUnits.Countable.Contains(Unit) && Value.Scale <= LineRules.MostDecimals;
}
