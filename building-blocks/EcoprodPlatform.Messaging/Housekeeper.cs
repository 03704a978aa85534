using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Jobs;
using EcoprodPlatform.Mail;
using Npgsql;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Forgets the results of commands after a while, answers that were kept for a repetition after a day, and inbox rows and mails that were sent or refused once nothing can bring
/// their cause again. Their age is not counted back from now but from the oldest thing that may still be delivered: the
/// first event that a relay has not passed, a dead letter that waits, the last message the reaction took (what lay in its queue while all hosts were
/// down was published before that). A platform that stood still for a year forgets nothing in it.
/// </summary>
internal sealed class Housekeeper(IEnumerable<ModuleLog> logs, ReactionRegistry reactions, BusSettings settings, TimeProvider clock) : IJob
{
    private const int Batch = 1000;

    private readonly ModuleLog[] _logs = [.. logs];

    /// <summary>Cleans one module, in small batches. Returns how many rows went.</summary>
    public async Task<int> CleanAsync(ModuleLog log, CancellationToken ct)
    {
        var oldest = await OldestToComeAsync(log, ct);
        var gone = await DeleteAsync(log, () => MailQueue.Forget(oldest - settings.Keep, Batch), ct);
        foreach (var reaction in reactions.All.Where(r => r.Schema == log.Schema))
        {
            gone += await DeleteAsync(
                log,
                () => SqlStatement.Of(
                    """
                    delete from inbox where (reaction, message_id) in (
                      select reaction, message_id from inbox where reaction = $1
                        and received_at < least($2, (select max(received_at) from inbox where reaction = $1)) - $3
                      order by received_at limit $4)
                    """,
                    reaction.Name,
                    oldest,
                    settings.Keep,
                    Batch),
                ct);
        }

        gone += await DeleteAsync(
            log,
            () => SqlStatement.Of("delete from repeats where id in (select id from repeats where recorded_at < $1 order by recorded_at limit $2)", clock.GetUtcNow() - RepeatStore.Kept, Batch),
            ct);
        return gone + await DeleteAsync(
            log,
            () => SqlStatement.Of("delete from commands where id in (select id from commands where recorded_at < now() - $1 order by recorded_at limit $2)", settings.Keep, Batch),
            ct);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var log in _logs)
        {
            await CleanAsync(log, ct);
        }
    }

    /// <summary>When the oldest cause was recorded that may still come to <paramref name="here"/>: an event that some relay has not passed, a dead letter; now, if there is none.</summary>
    private async Task<DateTimeOffset> OldestToComeAsync(ModuleLog here, CancellationToken ct)
    {
        var oldest = await AskAsync(here, "select least(now(), (select min(failed_at) from dead_letters))", ct);
        foreach (var log in _logs)
        {
            var unrelayed = await AskAsync(
                log,
                "select least(now(), (select timestamp from mt_events where seq_id > (select position from projections where name = 'relay') order by seq_id limit 1))",
                ct);
            oldest = unrelayed < oldest ? unrelayed : oldest;
        }

        return oldest;
    }

    private static async Task<DateTimeOffset> AskAsync(ModuleLog log, string sql, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(sql);
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync(ct))!);
    }

    private static async Task<int> DeleteAsync(ModuleLog log, Func<NpgsqlBatchCommand> delete, CancellationToken ct)
    {
        for (var gone = 0; ;)
        {
            await using var connection = await log.DataSource.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(delete());
            var deleted = await batch.ExecuteNonQueryAsync(ct);
            gone += deleted;
            if (deleted < Batch)
            {
                return gone;
            }
        }
    }
}
