using System.Text.RegularExpressions;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>What a fact of the catalogue was, version by version, and what the Base Carbone files that staff brought in say of the element that it quotes.</summary>
internal sealed partial class FactorHistory(ModuleLog<FootprintModule> log, FactorCatalogue catalogue, FactorList factors)
{
    public static void Map(Routes to) => to.Public.Get("/api/factors/{code}/history", GetAsync, "GetFactorHistory");

    /// <summary>Its versions, the newest first: those of the catalogue in which something of it changed. Empty where no catalogue ever had it.</summary>
    public async Task<IReadOnlyList<FactorVersion>> OfAsync(string code, CancellationToken ct)
    {
        var current = await catalogue.CurrentVersionAsync(ct);
        var catalogues = await log.ListAsync("select version, loaded_at from factor_catalogues order by version", r => (Version: r.GetInt32(0), At: r.GetFieldValue<DateTimeOffset>(1)), ct);
        var facts = await factors.VersionsAsync(code, ct);
        var versions = new List<FactorVersion>();
        Factor? before = null;
        foreach (var (version, at) in catalogues)
        {
            var now = facts.GetValueOrDefault(version);
            var changes = Changes(before, now).ToList();
            if (changes.Count > 0)
            {
                versions.Add(new FactorVersion(version, at, now, changes));
            }

            before = now;
        }

        versions.Reverse();
        // A newer host may have loaded a catalogue that this one does not count with yet.
        var inForce = versions.FirstOrDefault(v => v.Version <= current);
        return [.. versions.Select(v => v with { IsInForce = v == inForce && v.Fact is not null })];
    }

    /// <summary>The element of the Base Carbone that a fact quotes, in the files that are or were in force, the newest first; empty where it quotes none.</summary>
    public async Task<IReadOnlyList<ElementVersion>> ElementsAsync(Factor fact, CancellationToken ct)
        => Element().Match(fact.Reference.Fr) is { Success: true } quoted
            ? await log.ListAsync(
                $"""
                select i.version, coalesce(i.decided_at, i.received_at), i.state = '{BaseCarboneImport.Current}', e.value, e.unit, e.source, e.status
                from base_carbone_import i join base_carbone_element e on e.import_id = i.id
                where e.element_id = $1 and not e.is_source and e.value is not null and i.state not in ('{BaseCarboneImport.Waiting}', '{BaseCarboneImport.Cancelled}')
                order by 2 desc, e.record_number
                """,
                r => new ElementVersion(quoted.Groups["id"].Value, r.TextOrNull(0), r.GetFieldValue<DateTimeOffset>(1), r.GetBoolean(2), r.GetDecimal(3), r.GetString(4), r.GetString(5), r.GetString(6) is "generic" or "specific"),
                ct,
                quoted.Groups["id"].Value)
            : [];

    /// <summary>The versions of a fact, the newest first: what it was, since when, what changed, and which is in force.</summary>
    /// <remarks>Lines keep the version they were entered with. A fact that the current catalogue no longer has answers too, with none in force.</remarks>
    private static async Task<FactorHistoryResource> GetAsync(string code, FactorHistory history, FactorList factors, CancellationToken ct)
    {
        var versions = await history.OfAsync(code, ct);
        return versions.Count == 0
            ? throw BrowseFactors.Unknown()
            : new FactorHistoryResource(
                code,
                [.. versions.Select(v => new FactorVersionResource(
                    v.Version, v.Since, v.IsInForce, v.Fact?.Value, v.Fact?.Unit, v.Fact?.Source.Fr, v.Fact?.Source.En, v.Fact?.ValidYear, [.. v.Changes.Select(c => c.Fr)], [.. v.Changes.Select(c => c.En)]))],
                await factors.FindAsync(code, ct) is { } now ? await history.ElementsAsync(now, ct) : []);
    }

    private static IEnumerable<Text> Changes(Factor? before, Factor? now)
    {
        if (before is null || now is null)
        {
            return before == now ? [] : [now is null ? new("retiré du catalogue", "taken out of the catalogue") : new("ajouté au catalogue", "added to the catalogue")];
        }

        return new[]
        {
            Told("valeur", "value", Worth(before), Worth(now)),
            Told("source", "source", before.Source, now.Source),
            Told("référence", "reference", before.Reference, now.Reference),
            Told("nom", "name", before.Name, now.Name),
            Told("ce qu’il compte", "what it counts", before.Perimeter.Name, now.Perimeter.Name),
            Told("lieu", "place", Places.NameOf(before.Geography), Places.NameOf(now.Geography)),
            Told("année", "year", Number(before.ValidYear), Number(now.ValidYear)),
            Told("incertitude publiée", "published uncertainty", Number(before.UncertaintyPercent), Number(now.UncertaintyPercent)),
            Told("marque", "mark", before.Mark?.Name() ?? Nothing, now.Mark?.Name() ?? Nothing),
            Told("remarque", "remark", before.Remark, now.Remark),
        }.OfType<Text>();

        static Text? Told(string fr, string en, Text was, Text now)
            => was == now ? null : new($"{fr} : « {Shown(was.Fr)} » devient « {Shown(now.Fr)} »", $"{en}: “{Shown(was.En)}” becomes “{Shown(now.En)}”");

        static string Shown(string text) => text.Length == 0 ? "-" : text;
    }

    private static readonly Text Nothing = new("rien", "nothing");

    private static Text Number(decimal? number) => number is { } there ? Text.Same(there.ToString(CultureInfo.InvariantCulture)) : Nothing;

    private static Text Worth(Factor fact) => new(
        $"{Format.Decimal(fact.Value, 6, Languages.French)} {QuantityUnits.NameOfFact(fact.Unit).Fr}", $"{Format.Decimal(fact.Value, 6, Languages.English)} {QuantityUnits.NameOfFact(fact.Unit).En}");

    [GeneratedRegex(@"élément (?<id>\d{1,9})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Element();
}

/// <summary>What a fact became with a version of the catalogue.</summary>
/// <param name="Since">When that catalogue was loaded.</param>
/// <param name="Fact">Null where it was taken out.</param>
/// <param name="Changes">What differs from the version before.</param>
public sealed record FactorVersion(int Version, DateTimeOffset Since, Factor? Fact, IReadOnlyList<Text> Changes)
{
    /// <summary>New lines take it.</summary>
    public bool IsInForce { get; init; }
}

/// <summary>The quoted element of the Base Carbone in one of its files. It is not the catalogue's: what the catalogue has changes with the catalogue alone.</summary>
/// <param name="Id">ADEME's.</param>
/// <param name="Version">Of the file; null where it does not say it.</param>
/// <param name="Since">When it was put in force.</param>
/// <param name="IsInForce">The file is the newest that was confirmed.</param>
/// <param name="Value">Kilograms of CO2e for one <paramref name="Unit"/>.</param>
/// <param name="IsValid">False for an archived element.</param>
public sealed record ElementVersion(string Id, string? Version, DateTimeOffset Since, bool IsInForce, decimal Value, string Unit, string Source, bool IsValid);

/// <summary>The history of a fact.</summary>
/// <param name="Versions">The newest first.</param>
/// <param name="BaseCarbone">The element of the Base Carbone that it quotes, in the files that staff put in force, the newest first.</param>
internal sealed record FactorHistoryResource(string Code, IReadOnlyList<FactorVersionResource> Versions, IReadOnlyList<ElementVersion> BaseCarbone);

/// <summary>One version of a fact.</summary>
/// <param name="Version">Of the catalogue in which it became so.</param>
/// <param name="Since">When that catalogue was loaded.</param>
/// <param name="Value">Exact; null where the fact was taken out.</param>
internal sealed record FactorVersionResource(
    int Version, DateTimeOffset Since, bool IsInForce, decimal? Value, string? Unit, string? SourceFr, string? SourceEn, int? Year, IReadOnlyList<string> ChangesFr, IReadOnlyList<string> ChangesEn);
