using EcoprodPlatform.EventSourcing;

namespace EcoprodPlatform.Documents;

/// <summary>What a unit of work does with files: it is done with its events, or not at all.</summary>
public static class DocumentWork
{
    /// <summary>Keeps files that were received, or that are kept already and are used once more. Saving fails as stale when one of them is gone.</summary>
    public static UnitOfWork Keep(this UnitOfWork work, params IEnumerable<DocumentId> documents)
        => documents.Select(d => d.Value).ToArray() is { Length: > 0 } ids ? work.Also("call keep_documents($1)", ids) : work;

    /// <summary>Erases one file.</summary>
    public static UnitOfWork EraseDocument(this UnitOfWork work, DocumentId document) => work.Also("delete from document where id = $1", document);

    /// <summary>Erases all files of an owner.</summary>
    public static UnitOfWork EraseDocuments(this UnitOfWork work, string owner) => work.Also("delete from document where owner = $1", owner);

    /// <summary>Erases those of the files that nothing uses any more, once the rows of this unit of work are written.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="table">The module's table of uses: its <c>document_id</c> says which file; a constant.</param>
    /// <param name="documents">Files that have just lost a use.</param>
    public static UnitOfWork EraseUnused(this UnitOfWork work, string table, params IEnumerable<DocumentId> documents)
        => documents.Select(d => d.Value).ToArray() is not { Length: > 0 } ids ? work : work
            // Whoever is about to use one again holds its row: the second statement sees their use, or they find it gone.
            .Also("update document d set kept = kept from (select id from document where id = any ($1) order by id for update) l where d.id = l.id", ids)
            .Also($"delete from document d where d.id = any ($1) and not exists (select 1 from {table} u where u.document_id = d.id)", ids);
}
