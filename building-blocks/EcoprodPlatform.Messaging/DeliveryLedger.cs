using System.Collections.Concurrent;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Which published messages have not yet been taken by every reaction, in this process. The in-memory transport forgets
/// what it holds when the process dies, so there the relay moves its checkpoint only past what this ledger calls done.
/// </summary>
public sealed class DeliveryLedger
{
    // By reaction too: one event may be told in two messages, each to its own.
    private readonly ConcurrentDictionary<(Guid Message, string Reaction), TaskCompletionSource> _open = new();

    /// <summary>Messages still under way.</summary>
    public int Open => _open.Keys.DistinctBy(k => k.Message).Count();

    /// <summary>A message about to be published, with the reactions that must take it.</summary>
    internal Task Expect(Guid messageId, IReadOnlyCollection<string> reactions)
        => Task.WhenAll(reactions.Select(r => _open.GetOrAdd((messageId, r), _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task));

    /// <summary>A reaction has taken the message for good: done, found already done, or put among the dead letters.</summary>
    internal void Done(Guid messageId, string reaction)
    {
        if (_open.TryRemove((messageId, reaction), out var taken))
        {
            taken.TrySetResult();
        }
    }

    /// <summary>Until every message known now has been taken.</summary>
    internal Task IdleAsync(CancellationToken ct) => Task.WhenAll(_open.Values.Select(t => t.Task)).WaitAsync(ct);
}
