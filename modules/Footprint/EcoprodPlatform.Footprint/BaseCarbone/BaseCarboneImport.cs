namespace EcoprodPlatform.Footprint.BaseCarbone;

/// <summary>One file of the Base Carbone that staff sent, and what it holds.</summary>
/// <param name="Version">As ADEME counts (<c>23.6</c>), told or read off the name; null when neither says it.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
/// <param name="State"><c>waiting</c> to be confirmed, <c>current</c>, <c>replaced</c>, <c>cancelled</c>.</param>
/// <param name="BaseId">The import that was in force when it came, and that it is compared with; null when none was.</param>
/// <param name="DecidedAt">When it was confirmed or cancelled; null while it waits.</param>
/// <param name="Records">Records that are not empty.</param>
/// <param name="Factors">Emission factors for new entry.</param>
/// <param name="Archived">Factors that are kept and marked: archived, drafts, rejected ones.</param>
/// <param name="Sources">« Données source », kept apart.</param>
/// <param name="Refused">Records that could not be read exactly.</param>
/// <param name="LeftOut">Elements that are missing because of them.</param>
/// <param name="Added">Factors that were not in force when it came, and so on: what confirming it changes.</param>
public sealed record BaseCarboneImport(
    Guid Id,
    string FileName,
    string? Version,
    string Sha256,
    long Size,
    string State,
    Guid? BaseId,
    DateTimeOffset ReceivedAt,
    Guid ReceivedBy,
    DateTimeOffset? DecidedAt,
    Guid? DecidedBy,
    int Records,
    int Factors,
    int Archived,
    int Sources,
    int Refused,
    int LeftOut,
    int Added,
    int ValueChanged,
    int OtherwiseChanged,
    int NewlyArchived,
    int Gone,
    int Unchanged)
{
    public const string Waiting = "waiting";
    public const string Current = "current";
    public const string Cancelled = "cancelled";

    /// <summary>Columns that <see cref="Read"/> takes.</summary>
    internal const string Columns = """
        id, file_name, version, encode(sha256, 'hex'), size, state, received_at, received_by, decided_at, decided_by, records, factors, archived, sources, refused, left_out,
        added, value_changed, otherwise_changed, newly_archived, gone, unchanged, base_id
        """;

    internal static BaseCarboneImport Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.TextOrNull(2), reader.GetString(3), reader.GetInt64(4), reader.GetString(5), reader.ValueOrNull<Guid>(22),
        reader.GetFieldValue<DateTimeOffset>(6), reader.GetGuid(7), reader.ValueOrNull<DateTimeOffset>(8), reader.ValueOrNull<Guid>(9),
        reader.GetInt32(10), reader.GetInt32(11), reader.GetInt32(12), reader.GetInt32(13), reader.GetInt32(14), reader.GetInt32(15),
        reader.GetInt32(16), reader.GetInt32(17), reader.GetInt32(18), reader.GetInt32(19), reader.GetInt32(20), reader.GetInt32(21));
}

/// <summary>What confirming an import changes of one factor, or changed.</summary>
/// <param name="Element">ADEME's id.</param>
/// <param name="Kind"><c>value</c>, <c>other</c> (name, unit, place, uncertainty, quality, validity, life), <c>archived</c>, <c>gone</c>, <c>new</c>.</param>
/// <param name="OldValue">kg CO2e per unit; null of a new one.</param>
/// <param name="NewValue">Null of one that is gone.</param>
public sealed record BaseCarboneChange(string Element, string Kind, string NameFr, string NameEn, string Unit, decimal? OldValue, decimal? NewValue)
{
    internal static BaseCarboneChange Read(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.ValueOrNull<decimal>(5), reader.ValueOrNull<decimal>(6));
}

/// <summary>An import with what it changes and what of it is refused.</summary>
/// <param name="Changes">The first 200: values first, then the rest; the import counts all.</param>
/// <param name="Refusals">The first 200 records, by their number.</param>
internal sealed record BaseCarbonePreview(BaseCarboneImport Import, IReadOnlyList<BaseCarboneChange> Changes, IReadOnlyList<BaseCarboneRefusal> Refusals);

/// <summary>A record that is left out.</summary>
/// <param name="Record">From 1, below the header: row <c>record + 1</c> of a spreadsheet.</param>
public sealed record BaseCarboneRefusal(int Record, string ReasonFr, string ReasonEn);

/// <summary>The kinds of changes in words.</summary>
internal static class BaseCarboneChanges
{
    public static readonly IReadOnlyList<(string Code, Text Name)> All =
    [
        ("value", new("valeur modifiée", "value changed")),
        ("other", new("autre modification", "other change")),
        ("archived", new("archivé", "archived")),
        ("gone", new("disparu", "gone")),
        ("new", new("nouveau", "new")),
    ];

    public static Text Name(string code) => All.First(k => k.Code == code).Name;

    public static int Count(this BaseCarboneImport import, string kind) => kind switch
    {
        "value" => import.ValueChanged,
        "other" => import.OtherwiseChanged,
        "archived" => import.NewlyArchived,
        "gone" => import.Gone,
        "new" => import.Added,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
