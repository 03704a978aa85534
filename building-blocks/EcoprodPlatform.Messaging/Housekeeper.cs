using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Jobs;
using Npgsql;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Forgets the results of commands after a while, and inbox rows and mails that were sent or refused, once nothing can bring their cause again. Their age is not
/// counted back from now but from the oldest thing that may still be delivered: the first event that a relay has not
/// passed, a dead letter that waits, the last message the reaction took (what lay in its queue while all hosts were
/// down was published before that). A platform that stood still for a year forgets nothing in it.
/// </summary>
internal sealed class Housekeeper(IEnumerable<ModuleLog> logs, ReactionRegistry reactions, BusSettings settings) : IJob
{
    private const int Batch = 1000;

    private readonly ModuleLog[] _logs = [.. logs];

    /// <summary>Cleans one module, in small batches. Returns how many rows went.</summary>
    public async Task<int> CleanAsync(ModuleLog log, CancellationToken ct)
    {
        var oldest = await OldestUnrelayedAsync(ct);
        var gone = 0;
        foreach (var reaction in reactions.All.Where(r => r.Schema == log.Schema))
        {
            gone += await DeleteAsync(
                log,
                """
                delete from inbox where (reaction, message_id) in (
                  select reaction, message_id from inbox where reaction = $1 and received_at <
                    least($2, (select max(received_at) from inbox where reaction = $1), (select min(failed_at) from dead_letters)) - $3
                  order by received_at limit $4)
                """,
                [reaction.Name, oldest, settings.Keep, Batch],
                ct);
        }

        gone += await DeleteAsync(
            log,
            "delete from commands where id in (select id from commands where recorded_at < now() - $1 order by recorded_at limit $2)",
            [settings.Keep, Batch],
            ct);
        return gone + await DeleteAsync(
            log,
            """
            delete from mail_queue where id in (
              select id from mail_queue where status <> 'queued' and queued_at <
                least($1, (select min(failed_at) from dead_letters)) - $2
              order by queued_at limit $3)
            """,
            [oldest, settings.Keep, Batch],
            ct);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var log in _logs)
        {
            await CleanAsync(log, ct);
        }
    }

    /// <summary>When the oldest event that some relay has not passed was recorded; now, if there is none.</summary>
    private async Task<DateTimeOffset> OldestUnrelayedAsync(CancellationToken ct)
    {
        var oldest = DateTimeOffset.MaxValue;
        foreach (var log in _logs)
        {
            await using var command = log.DataSource.CreateCommand(
                """
                select least(now(), (
                  select timestamp from mt_events where seq_id > (select position from projections where name = 'relay') order by seq_id limit 1))
                """);
            var here = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!);
            oldest = here < oldest ? here : oldest;
        }

        return oldest;
    }

    private static async Task<int> DeleteAsync(ModuleLog log, string sql, object[] arguments, CancellationToken ct)
    {
        for (var gone = 0; ;)
        {
            await using var connection = await log.DataSource.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
            var deleted = await batch.ExecuteNonQueryAsync(ct);
            gone += deleted;
            if (deleted < Batch)
            {
                return gone;
            }
        }
    }
}
