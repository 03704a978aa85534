namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Reads facts of the catalogue: by code, or by words of their French or English names.</summary>
internal sealed class FactorList(ModuleLog<FootprintModule> log, FactorCatalogue catalogue)
{
    /// <summary>Signs that people look for: "100 %", "k€".</summary>
    internal const string Signs = "€%";

    private const string Columns = """
        code, name_fr, name_en, category, unit, value, value_text, uncertainty_percent, geography, valid_year,
        source, source_ref, note, catalogue_version
        """;

    /// <summary>The facts with these codes in the current catalogue; a code that is not there is not in the answer.</summary>
    public async Task<IReadOnlyDictionary<string, Factor>> FindAsync(IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        const string sql = $"select {Columns} from factors where catalogue_version = $1 and code = any($2)";
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = await catalogue.CurrentVersionAsync(ct) });
        command.Parameters.Add(new NpgsqlParameter { Value = codes.Where(IsCode).Distinct(StringComparer.Ordinal).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return (await ReadAsync(command, ct)).Facts.ToDictionary(f => f.Code, StringComparer.Ordinal);
    }

    /// <summary>One fact of the current catalogue, or null.</summary>
    public async Task<Factor?> FindAsync(string? code, CancellationToken ct)
        => code is null ? null : (await FindAsync([code], ct)).GetValueOrDefault(code);

    /// <summary>
    /// Facts whose names, code or place hold every word looked for, best first: those that can be used, then
    /// names that begin with the first word, then the newest.
    /// </summary>
    public async Task<FactorPageOfList> SearchAsync(FactorSearch search, int offset, int limit, CancellationToken ct)
    {
        const string sql = $"""
            select {Columns}, count(*) over ()
            from factors
            where catalogue_version = $1
              and search like all ($2)
              and ($3 = '' or category = $3)
              and ($4 or barrier is null)
            order by barrier is not null, (code = $5) desc, (search like $6) desc, (provenance in ('U', 'E')),
              case when $6 <> '' then valid_year end desc nulls last, search, code
            limit $7 offset $8
            """;
        var words = Folded.WordsOf(search.Query, Signs);
        await using var command = log.DataSource.CreateCommand(sql);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<int> { TypedValue = await catalogue.CurrentVersionAsync(ct) });
        // A folded word is letters and digits only, so it holds no wildcard but what it is wrapped in ("%" is a letter here: 100 %).
        p.Add(new NpgsqlParameter { Value = words.Select(w => $"%{w.Replace("%", @"\%", StringComparison.Ordinal)}%").ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        p.Add(new NpgsqlParameter<string> { TypedValue = FactorCategories.All.Any(c => c.Code == search.Category) ? search.Category! : "" });
        p.Add(new NpgsqlParameter<bool> { TypedValue = !search.OnlyUsable });
        p.Add(new NpgsqlParameter<string> { TypedValue = IsCode(search.Query) ? search.Query! : "" });
        p.Add(new NpgsqlParameter<string> { TypedValue = words.Length == 0 ? "" : $"{words[0].Replace("%", @"\%", StringComparison.Ordinal)}%" });
        p.Add(new NpgsqlParameter<int> { TypedValue = limit });
        p.Add(new NpgsqlParameter<int> { TypedValue = offset });
        var (facts, total) = await ReadAsync(command, ct);
        // Beyond the last page no row is left to carry the total.
        return facts.Count == 0 && offset > 0
            ? new FactorPageOfList([], (await SearchAsync(search, 0, 1, ct)).Total)
            : new FactorPageOfList(facts, total);
    }

    /// <summary>Where an older catalogue's fact came from: for the formula of a line entered with it.</summary>
    public async Task<IReadOnlyDictionary<(string Code, int Version), Factor>> SourcesAsync(IEnumerable<(string Code, int Version)> wanted, CancellationToken ct)
    {
        const string sql = $"""
            select {Columns} from factors
            where (code, catalogue_version) in (select * from unnest($1, $2))
            """;
        var keys = wanted.Distinct().ToArray();
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(k => k.Code).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = keys.Select(k => k.Version).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        return (await ReadAsync(command, ct)).Facts.ToDictionary(f => (f.Code, f.CatalogueVersion));
    }

    private static bool IsCode(string? text) => text is { Length: > 0 and <= 100 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static async Task<(List<Factor> Facts, int Total)> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var facts = new List<Factor>();
        var total = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            facts.Add(new Factor(
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
                Source: reader.GetString(10),
                SourceReference: reader.GetString(11),
                Note: reader.GetString(12))
            {
                CatalogueVersion = reader.GetInt32(13),
            });
            total = reader.FieldCount > 14 ? (int)reader.GetInt64(14) : facts.Count;
        }

        return (facts, total);
    }
}

/// <summary>What is looked for in the catalogue.</summary>
/// <param name="Query">Words, in French or English, in any order; empty finds everything.</param>
/// <param name="Category">Code of a shelf; null or unknown for all.</param>
/// <param name="OnlyUsable">Leaves out what cannot be used on a line.</param>
internal sealed record FactorSearch(string? Query, string? Category = null, bool OnlyUsable = false);

/// <summary>A page of the facts found, and how many there are.</summary>
public sealed record FactorPageOfList(IReadOnlyList<Factor> Facts, int Total);
