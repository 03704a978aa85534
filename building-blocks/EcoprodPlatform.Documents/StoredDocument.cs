using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.Documents;

/// <summary>What is known of a file in the store.</summary>
/// <param name="Owner">What it belongs to (<c>project:{id}</c>).</param>
/// <param name="Name">Clean, with the extension of its kind.</param>
/// <param name="MediaType">Found in its content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal: equal files have equal ones.</param>
/// <param name="ReceivedBy">A person, or the platform.</param>
public sealed record StoredDocument(DocumentId Id, string Owner, string Name, string MediaType, long Size, string Sha256, DateTimeOffset ReceivedAt, PersonId ReceivedBy)
{
    /// <summary>Columns that <see cref="Read"/> takes, of a table <c>document d</c>.</summary>
    public const string Columns = "d.id, d.owner, d.name, d.media_type, d.size, encode(d.sha256, 'hex'), d.received_at, d.received_by";

    public Text KindName => DocumentKind.Of(MediaType)?.Name ?? Text.Same(MediaType);

    public Text SizeName => DocumentRule.SizeOf(Size);

    /// <summary>A row of a module's own query; the first of <see cref="Columns"/> is at <paramref name="from"/>.</summary>
    public static StoredDocument Read(NpgsqlDataReader reader, int from = 0) => new(
        new DocumentId(reader.GetGuid(from)),
        reader.GetString(from + 1),
        reader.GetString(from + 2),
        reader.GetString(from + 3),
        reader.GetInt64(from + 4),
        reader.GetString(from + 5),
        reader.GetFieldValue<DateTimeOffset>(from + 6),
        new PersonId(reader.GetGuid(from + 7)));
}
