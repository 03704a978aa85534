using JasperFx.Events;

namespace EcoprodPlatform.Footprint.Undo;

/// <summary>Finds an edit in the log, and what undoing it would do now.</summary>
internal sealed class UndoReader(EventStore<FootprintModule> store, TimeProvider clock)
{
    /// <summary>What undoes the edit that made this version; null where that is done already. Throws where a rule says no.</summary>
    public async Task<(EventStream<Assessment> Now, EditUndone? Decided)> DecideAsync(ProjectId projectId, AssessmentKind kind, long at, CancellationToken ct)
    {
        var id = kind.StreamId(projectId);
        // Before the log: what comes in between makes the append lose, and the undo is decided again.
        var now = await store.LoadAsync<Assessment>(id, ct);
        var events = await store.ReadStreamAsync(id, ct);
        // One command may write several events: together they are the edit.
        var edit = events.FirstOrDefault(e => e.Version == at) is { } there ? events.Where(e => e.CausationId == there.CausationId).ToList() : [];
        if (edit.Count == 0)
        {
            throw RuleBrokenException.NotFound("footprint.unknown-edit", new("Cette modification n’existe pas.", "There is no such edit."));
        }

        var (first, last) = (edit[0].Version, edit[^1].Version);
        if (events.Any(e => e.Data is EditUndone undone && undone.At >= first && undone.At <= last))
        {
            return (now, null);
        }

        if (!edit.TrueForAll(IsUndoable))
        {
            throw RuleBrokenException.Conflict("footprint.not-undoable", new("Cette modification ne s’annule pas d’ici.", "This edit cannot be undone from here."));
        }

        if (clock.GetUtcNow() - edit[^1].Timestamp > UndoEdit.Window)
        {
            throw RuleBrokenException.Conflict("footprint.undo-too-late", new(
                "Une modification s’annule pendant un jour, celle-ci est plus ancienne.", "An edit can be undone for a day, this one is older."));
        }

        var before = await store.LoadAsync<Assessment>(id, first - 1, ct);
        var after = await store.LoadAsync<Assessment>(id, last, ct);
        return (now, now.State.Undo(projectId, kind, at, before.State, after.State));
    }

    /// <summary>Edits of lines. What else there is has its own way back: an answer is changed, a section taken up again.</summary>
    private static bool IsUndoable(IEvent stored) => stored.Data is LineAdded or LineChanged or LineRemoved or LinesEntered or LinesRemoved or EditUndone;
}
