using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Messaging;
using Npgsql;

namespace EcoprodPlatform.Host.Operations;

/// <summary>What the staff page and <c>relay status</c> show, read from the database so that any host can tell.</summary>
public sealed class PlatformState(IEnumerable<ModuleLog> logs, DeadLetters deadLetters)
{
    public async Task<Snapshot> ReadAsync(CancellationToken ct)
    {
        var followers = new List<FollowerRow>();
        var mails = new List<MailRow>();
        foreach (var log in logs)
        {
            var newest = await LogDaemon.NewestAsync(log, ct);
            await using (var command = log.DataSource.CreateCommand("select name, position, status, error, failed_position from projections order by name"))
            await using (var reader = await command.ExecuteReaderAsync(ct))
            {
                while (await reader.ReadAsync(ct))
                {
                    var name = reader.GetString(0);
                    var isInline = log.Definition.Projections.Any(p => p.IsInline && p.Name == name);
                    followers.Add(new FollowerRow(
                        log.Schema, name, isInline ? newest : reader.GetInt64(1), newest, reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.IsDBNull(4) ? null : reader.GetInt64(4)));
                }
            }

            mails.Add(await MailsAsync(log, ct));
        }

        return new Snapshot(followers, mails, await deadLetters.ListAsync(ct));
    }

    private static async Task<MailRow> MailsAsync(ModuleLog log, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            select count(*) filter (where status = 'queued'), count(*) filter (where status = 'sent'), count(*) filter (where status = 'refused'),
                   (select last_error from mail_queue where status <> 'sent' and last_error is not null order by queued_at desc limit 1)
            from mail_queue
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new MailRow(log.Schema, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetString(3));
    }

    /// <summary>Everything at one moment.</summary>
    public sealed record Snapshot(IReadOnlyList<FollowerRow> Followers, IReadOnlyList<MailRow> Mails, IReadOnlyList<DeadLetter> DeadLetters);

    /// <summary>A projection or a relay; one that is written with the appends is never behind.</summary>
    public sealed record FollowerRow(string Module, string Name, long Position, long Newest, string Status, string? Error, long? FailedPosition)
    {
        public long Behind => Math.Max(0, Newest - Position);
    }

    /// <summary>A module's mail queue.</summary>
    public sealed record MailRow(string Module, long Queued, long Sent, long Refused, string? LastError);
}
