using EcoprodPlatform.Jobs;

namespace EcoprodPlatform.Footprint.Undo;

/// <summary>Erases the files of lines that were removed, once the removal can no longer be undone and where no other line needs them.</summary>
internal sealed class ForgetRemovedEvidence(EventStore<FootprintModule> store, ModuleLog<FootprintModule> log, TimeProvider clock) : IJob
{
    public static readonly Text Words = new("Effacer les justificatifs des lignes supprimées", "Erase the evidence of removed lines");

    /// <summary>An undo that has just begun still finds them.</summary>
    private static readonly TimeSpan Patience = UndoEdit.Window + TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var until = clock.GetUtcNow() - Patience;
        var files = await log.ListAsync("select distinct document_id from line_evidence where removed_at < $1", r => new DocumentId(r.GetGuid(0)), ct, until);
        if (files.Count > 0)
        {
            await store.Begin(Actor.System).Also("delete from line_evidence where removed_at < $1", until).LetGo(files).SaveAsync(ct);
        }
    }
}
