using System.Collections.Concurrent;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Which published messages have not yet been taken by every reaction, in this process. The in-memory transport forgets
/// what it holds when the process dies, so there the relay moves its checkpoint only past what this ledger calls done.
/// </summary>
public sealed class DeliveryLedger
{
    private readonly ConcurrentDictionary<Guid, Entry> _open = new();

    /// <summary>Messages still under way.</summary>
    public int Open => _open.Count;

    /// <summary>A message about to be published, with the reactions that must take it.</summary>
    internal Task Expect(Guid messageId, IReadOnlyCollection<string> reactions)
    {
        if (reactions.Count == 0)
        {
            return Task.CompletedTask;
        }

        var entry = new Entry(reactions);
        _open[messageId] = entry;
        return entry.Task;
    }

    /// <summary>A reaction has taken the message for good: done, found already done, or put among the dead letters.</summary>
    internal void Done(Guid messageId, string reaction)
    {
        if (_open.TryGetValue(messageId, out var entry) && entry.Done(reaction) && _open.TryRemove(messageId, out _))
        {
            entry.Complete();
        }
    }

    /// <summary>Until every message known now has been taken.</summary>
    internal Task IdleAsync(CancellationToken ct) => Task.WhenAll(_open.Values.Select(e => e.Task)).WaitAsync(ct);

    private sealed class Entry(IReadOnlyCollection<string> reactions)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<string> _left = [.. reactions];

        public Task Task => _done.Task;

        public bool Done(string reaction)
        {
            lock (_left)
            {
                _left.Remove(reaction);
                return _left.Count == 0;
            }
        }

        public void Complete() => _done.TrySetResult();
    }
}
