namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Reads factors: by code, by words, or as an older version has them. Those of the catalogue are everybody's; those that a project has of its own are found where the project is named.</summary>
internal sealed class FactorList(ModuleLog<FootprintModule> log, FactorCatalogue catalogue, FossilFile fossils, OwnFactorList own, ContrailFile contrails, NamedPlaces places)
{
    private const string Columns = """
        code, name_fr, name_en, category, unit, value, value_text, uncertainty_percent, geography, valid_year,
        source, source_ref, note, catalogue_version, perimeter, mark, instead,
        source_fr, source_en, reference_fr, reference_en, remark_fr, remark_en
        """;

    /// <summary>The current catalogue in memory: a version never changes, and it is some hundred facts.</summary>
    private volatile FactorIndex? _current;

    /// <summary>The facts with these codes in the current catalogue; a code that is not there is not in the answer.</summary>
    public async Task<IReadOnlyDictionary<string, Factor>> FindAsync(IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var index = await CurrentAsync(ct);
        return codes.Distinct(StringComparer.Ordinal).Select(index.Find).OfType<Factor>().ToDictionary(f => f.Code, StringComparer.Ordinal);
    }

    /// <summary>One fact of the current catalogue, or null.</summary>
    public async Task<Factor?> FindAsync(string? code, CancellationToken ct)
        => code is null ? null : (await CurrentAsync(ct)).Find(code);

    /// <summary>The factors with these codes that a line of the project may name: of the current catalogue, and the newest of its own. Another project's are not in the answer.</summary>
    public async Task<IReadOnlyDictionary<string, Factor>> FindAsync(ProjectId project, IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var found = await FindAsync(codes, ct);
        return codes.Any(OwnFactor.Is)
            ? found.Values.Concat((await own.OfAsync(project, ct)).Select(f => f.Factor).Where(f => codes.Contains(f.Code))).ToDictionary(f => f.Code, StringComparer.Ordinal)
            : found;
    }

    /// <summary>One factor that a line of the project may name, or null.</summary>
    public async Task<Factor?> FindAsync(ProjectId project, string? code, CancellationToken ct)
        => code is not null && OwnFactor.Is(code) ? (await own.FindAsync(project, code, ct))?.Factor : await FindAsync(code, ct);

    /// <summary>A page of the facts that are looked for, best first (<see cref="FactorIndex.Search"/>).</summary>
    public async Task<FactorPageOfList> SearchAsync(FactorSearch search, int offset, int limit, CancellationToken ct)
        => PageOf((await CurrentAsync(ct)).Search(search), search.Query, offset, limit);

    /// <summary>A page of what a line of the project may use, best first: its own factors that have the words before the catalogue.</summary>
    public async Task<FactorPageOfList> SearchAsync(ProjectId project, string? words, string? category, int offset, int limit, CancellationToken ct)
        => PageOf(await FindByWordsAsync(project, words, category, ct), words, offset, limit);

    /// <summary>Everything that a line of the project may use and that these words find, best first.</summary>
    public Task<FactorsFound> FindByWordsAsync(ProjectId project, string words, CancellationToken ct) => FindByWordsAsync(project, words, null, ct);

    private async Task<FactorsFound> FindByWordsAsync(ProjectId project, string? words, string? category, CancellationToken ct)
    {
        var search = new FactorSearch(words, category, OnlyUsable: true);
        var found = (await CurrentAsync(ct)).Search(search);
        if (category is { Length: > 0 } || await own.OfAsync(project, ct) is not { Count: > 0 } there)
        {
            return found;
        }

        var mine = new FactorIndex([.. there.Select(f => f.Factor)], SynonymFile.None).Search(search);
        // What only comes near in the catalogue is no match beside one that has the words; where both have them, nobody has said which is meant.
        return mine.IsNear || mine.Facts.Count == 0 ? found
            : found.IsNear || found.Facts.Count == 0 ? mine
            : new FactorsFound([.. mine.Facts, .. found.Facts]);
    }

    /// <summary>
    /// Where a factor came from, of the catalogue or a project's own: for the formula of a line entered with it. What an older catalogue did not say yet (the
    /// perimeter, the words in both languages) is that of the current one, where the value is still the same.
    /// </summary>
    public async Task<IReadOnlyDictionary<(string Code, int Version), Factor>> SourcesAsync(IEnumerable<(string Code, int Version)> wanted, CancellationToken ct)
    {
        const string sql = $"""
            select {Columns} from factors
            where (code, catalogue_version) in (select * from unnest($1, $2))
            """;
        var asked = wanted.Distinct().ToArray();
        var keys = asked.Concat(asked.Select(k => (Code: contrails.OtherOf(k.Code)!, k.Version)).Where(k => k.Code is not null)).Distinct().ToArray();
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(k => k.Code).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(k => k.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        var index = await CurrentAsync(ct);
        var owns = await own.VersionsAsync([.. keys.Select(k => k.Code).Where(OwnFactor.Is).Distinct(StringComparer.Ordinal)], ct);
        var found = (await ReadAsync(command, ct)).Select(index.Complete).Concat(owns).ToDictionary(f => (f.Code, f.CatalogueVersion));
        return asked.Where(found.ContainsKey).ToDictionary(k => k, k => contrails.OtherOf(k.Code) is { } other ? found[k] with { OtherForm = found.GetValueOrDefault((other, k.Version)) } : found[k]);
    }

    /// <summary>A fact in every catalogue that has it, by version, with the words of the current one where the value is still the same.</summary>
    public async Task<IReadOnlyDictionary<int, Factor>> VersionsAsync(string code, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand($"select {Columns} from factors where code = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
        var index = await CurrentAsync(ct);
        return (await ReadAsync(command, ct)).Select(index.Complete).ToDictionary(f => f.CatalogueVersion);
    }

    /// <summary>Where the factors of these lines came from.</summary>
    public Task<IReadOnlyDictionary<(string Code, int Version), Factor>> SourcesAsync(IEnumerable<Assessments.SheetLine> lines, CancellationToken ct)
        => SourcesAsync(lines.Select(l => (l.Line.Factor.Code, l.Line.Factor.CatalogueVersion)), ct);

    private FactorPageOfList PageOf(FactorsFound found, string? words, int offset, int limit)
    {
        var named = places.In(words);
        return new([.. found.Facts.Skip(offset).Take(limit)], found.Facts.Count, found.IsNear, found.Family)
        {
            Elsewhere = found.Facts.Any(f => named.Any(c => Places.Holds(f.Geography, c))) ? [] : named,
            ElsewhereNames = places.NamesOf(named),
        };
    }

    private async Task<FactorIndex> CurrentAsync(CancellationToken ct)
    {
        if (_current is { } there)
        {
            return there;
        }

        await using var command = log.DataSource.CreateCommand($"select {Columns} from factors where catalogue_version = $1 order by code");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = await catalogue.CurrentVersionAsync(ct) });
        return _current = new FactorIndex(await ReadAsync(command, ct), SynonymFile.Embedded());
    }

    private async Task<List<Factor>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var facts = new List<Factor>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var fact = new Factor(
                Code: reader.GetString(0),
                NameFr: reader.GetString(1),
                NameEn: reader.GetString(2),
                Category: reader.GetString(3),
                Unit: reader.GetString(4),
                Value: reader.GetDecimal(5),
                ValueText: reader.GetString(6),
                UncertaintyPercent: reader.IsDBNull(7) ? null : reader.GetDecimal(7),
                Geography: reader.GetString(8),
                ValidYear: reader.IsDBNull(9) ? null : reader.GetInt32(9),
                Found: new FactorFinding(reader.GetString(10), reader.GetString(11), reader.GetString(12)))
            {
                CatalogueVersion = reader.GetInt32(13),
                Fossil = fossils.Of(reader.GetString(0)),
            };
            facts.Add(reader.IsDBNull(14) ? fact : fact with
            {
                Perimeter = Perimeter.Find(reader.GetString(14)) ?? Perimeter.Unknown,
                Mark = reader.IsDBNull(15) ? null : FactorMarks.Find(reader.GetString(15)),
                Instead = reader.IsDBNull(16) ? null : reader.GetString(16),
                Source = new(reader.GetString(17), reader.GetString(18)),
                Reference = new(reader.GetString(19), reader.GetString(20)),
                Remark = new(reader.GetString(21), reader.GetString(22)),
            });
        }

        return facts;
    }
}

/// <summary>What is looked for in the catalogue.</summary>
/// <param name="Query">Words, in French or English, in any order; empty finds everything.</param>
/// <param name="Category">Code of a shelf; null or unknown for all.</param>
/// <param name="OnlyUsable">Leaves out what cannot be used on a line.</param>
internal sealed record FactorSearch(string? Query, string? Category = null, bool OnlyUsable = false);

/// <summary>A page of the facts found, and how many there are.</summary>
/// <param name="IsNear">Nothing has all the words as they were typed: these come nearest.</param>
/// <param name="Family">Code of the shelf that comes nearest, where nothing, or only what is near, was found.</param>
public sealed record FactorPageOfList(IReadOnlyList<Factor> Facts, int Total, bool IsNear = false, string? Family = null)
{
    /// <summary>Codes of the countries that the words name, where nothing that was found holds for one of them.</summary>
    public IReadOnlyList<string> Elsewhere { get; init; } = [];

    /// <summary>What the named countries are called.</summary>
    public Text ElsewhereNames { get; init; }

    /// <summary>Says that what was found holds for other places than the one that was named; null where it does not.</summary>
    public Text? ElsewhereWords => Elsewhere.Count == 0 || Total == 0 ? null : new(
        $"Rien pour le lieu nommé ({ElsewhereNames.Fr}) : ces facteurs valent pour d’autres lieux.",
        $"Nothing for the place that is named ({ElsewhereNames.En}): these factors hold for other places.");
}
