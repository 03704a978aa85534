using System.Security.Cryptography;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.Documents;

/// <summary>
/// The files of one module, in its own schema (docs/decisions/0018). Bytes come in first, in a transaction of their own; the unit of work that
/// needs them keeps them (<see cref="DocumentWork.Keep"/>), and what nobody keeps is swept after a day.
/// </summary>
public sealed class DocumentStore<TModule>(ModuleLog<TModule> log, IdSource ids, TimeProvider clock)
{
    /// <summary>What is in memory of a file, whatever its size.</summary>
    internal const int PartSize = 256 * 1024;

    /// <summary>Receives all these files or none.</summary>
    /// <param name="owner">What they belong to and are erased with.</param>
    /// <param name="files">The files.</param>
    /// <param name="rule">What this use takes.</param>
    /// <param name="by">Who sends them.</param>
    /// <param name="ct">Ends it; nothing is stored then.</param>
    /// <exception cref="RuleBrokenException"><c>document.missing</c>, and what <see cref="DocumentRule"/> refuses.</exception>
    public async Task<IReadOnlyList<StoredDocument>> ReceiveAsync(string owner, IReadOnlyList<IncomingFile> files, DocumentRule rule, Actor by, CancellationToken ct)
    {
        if (files.Count == 0)
        {
            throw new RuleBrokenException("document.missing", new("Choisissez un fichier.", "Choose a file."), field: IncomingFile.Field);
        }

        var demanded = new List<(IncomingFile File, DocumentKind Kind, string Name)>();
        foreach (var file in files)
        {
            var (kind, name) = await rule.DemandAsync(file, ct);
            demanded.Add((file, kind, name));
        }

        await using var connection = await log.DataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var received = new List<StoredDocument>();
        foreach (var (file, kind, name) in demanded)
        {
            var id = new DocumentId(ids.NewId());
            var (size, hash) = await WriteAsync(connection, id, file.Content, ct);
            received.Add(new StoredDocument(id, owner, name, kind.MediaType, size, Convert.ToHexStringLower(hash), clock.GetUtcNow(), by.Id));
            await RunAsync(
                connection,
                SqlStatement.Of(
                    "insert into document (id, owner, name, media_type, size, sha256, received_at, received_by) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    id, owner, name, kind.MediaType, size, hash, received[^1].ReceivedAt, by.Id),
                ct);
        }

        await transaction.CommitAsync(ct);
        return received;
    }

    /// <summary>A file that is kept, of this owner; null when there is none.</summary>
    public Task<StoredDocument?> FindAsync(DocumentId id, string owner, CancellationToken ct)
        => log.FindAsync($"select {StoredDocument.Columns} from document d where d.id = $1 and d.owner = $2 and d.kept", r => StoredDocument.Read(r), ct, id, owner);

    /// <summary>The file as an attachment. Who may have it is for the endpoint to ask.</summary>
    public DocumentDownload Download(StoredDocument document) => new(document, (to, ct) => CopyAsync(document.Id, to, ct));

    /// <summary>Writes the bytes to a stream, a part at a time: a reader on a slow line holds none of the few connections in between.</summary>
    public async Task CopyAsync(DocumentId id, Stream to, CancellationToken ct)
    {
        for (var number = 0; await PartAsync(id, number, ct) is { } part; number++)
        {
            await to.WriteAsync(part, ct);
        }
    }

    private Task<byte[]?> PartAsync(DocumentId id, int number, CancellationToken ct)
        => log.FindAsync("select bytes from document_part where document_id = $1 and number = $2", r => r.GetFieldValue<byte[]>(0), ct, id, number);

    private static async Task<(long Size, byte[] Hash)> WriteAsync(NpgsqlConnection connection, DocumentId id, Stream content, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (part, size) = (new byte[PartSize], 0L);
        content.Position = 0;
        for (var number = 0; ; number++)
        {
            var length = await content.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, ct);
            if (length == 0)
            {
                return (size, hash.GetHashAndReset());
            }

            hash.AppendData(part, 0, length);
            size += length;
            await RunAsync(connection, SqlStatement.Of("insert into document_part (document_id, number, bytes) values ($1, $2, $3)", id, number, new ArraySegment<byte>(part, 0, length)), ct);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand statement, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
