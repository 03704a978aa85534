using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Mail;
using Npgsql;

namespace EcoprodPlatform.Messaging;

/// <summary>The platform as a whole: whether everything that was caused has happened.</summary>
public sealed class Platform(IEnumerable<ModuleLog> logs, LogDaemon daemon, DeliveryLedger ledger, MailSender mails, ReactionRegistry reactions, TimeProvider clock)
{
    private readonly ModuleLog[] _logs = [.. logs];

    /// <summary>
    /// Until nothing is under way on this host: projections and relays have passed the newest position, every published
    /// message has been taken by every reaction, and (unless told otherwise) every mail that is due has been handed over.
    /// For tests, the demo data and the command line; pages never wait for it.
    /// </summary>
    public async Task SettledAsync(CancellationToken ct, bool includeMails = true)
    {
        while (true)
        {
            var before = await PositionsAsync(ct);
            await daemon.CaughtUpAsync(ct);
            await ledger.IdleAsync(ct);
            if (includeMails)
            {
                await mails.DrainedAsync(ct);
            }

            var after = await PositionsAsync(ct);
            if (Enumerable.SequenceEqual(before, after))
            {
                return;
            }
        }
    }

    /// <summary>
    /// Looks for something that another module's event brings here. What was created a moment ago may not have arrived
    /// yet: an id younger than a few seconds (it carries its time) is waited for, any other is answered at once.
    /// </summary>
    public async Task<T?> FindFreshAsync<T>(ModuleLog log, Guid id, Func<CancellationToken, Task<T?>> find, CancellationToken ct)
        where T : class
    {
        var patience = TimeSpan.FromSeconds(2);
        var started = clock.GetUtcNow();
        while (true)
        {
            var seen = log.Signal.Count;
            var found = await find(ct);
            var now = clock.GetUtcNow();
            if (found is not null || IdSource.MadeAt(id) is not { } made || (now - made).Duration() > TimeSpan.FromSeconds(10) || now - started > patience)
            {
                return found;
            }

            await log.Signal.WaitAsync(seen, TimeSpan.FromMilliseconds(200), clock, ct);
        }
    }

    /// <summary>
    /// Until every module has taken what was just saved, on whichever host its reaction runs: what a command promises of other modules
    /// is then true when it answers. Their inboxes tell, because a row there is written with the effect. False when it takes
    /// longer than some seconds (a broker that is away) or ended among the dead letters: then the answer must not promise it.
    /// </summary>
    /// <param name="messageId">Id of the event, which is the message's.</param>
    public async Task<bool> TakenAsync<TMessage>(Guid messageId, CancellationToken ct)
        where TMessage : class
    {
        var patience = TimeSpan.FromSeconds(5);
        var started = clock.GetTimestamp();
        foreach (var reaction in reactions.All.Where(r => r.Message == typeof(TMessage) && !r.IsToAll))
        {
            var log = _logs.Single(l => l.Schema == reaction.Schema);
            while (true)
            {
                var seen = log.Signal.Count;
                var state = await StateAsync(log, reaction.Name, messageId, ct);
                if (state is { } isTaken)
                {
                    if (!isTaken)
                    {
                        return false;
                    }

                    break;
                }

                if (clock.GetElapsedTime(started) > patience)
                {
                    return false;
                }

                // Raised on this host alone; another host's reaction is seen at the next look.
                await log.Signal.WaitAsync(seen, TimeSpan.FromMilliseconds(25), clock, ct);
            }
        }

        return true;
    }

    /// <summary>True: taken. False: failed. Null: neither yet.</summary>
    private static async Task<bool?> StateAsync(ModuleLog log, string reaction, Guid messageId, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand("""
            select true from inbox where reaction = $1 and message_id = $2
            union all select false from dead_letters where reaction = $1 and message_id = $2 limit 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reaction });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = messageId });
        return (bool?)await command.ExecuteScalarAsync(ct);
    }

    private async Task<long[]> PositionsAsync(CancellationToken ct)
    {
        var positions = new long[_logs.Length];
        for (var i = 0; i < _logs.Length; i++)
        {
            positions[i] = await LogDaemon.NewestAsync(_logs[i], ct);
        }

        return positions;
    }
}
