using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Npgsql;

namespace EcoprodPlatform.Mail;

/// <summary>Looks into the mail queues of all modules.</summary>
public sealed class QueuedMails(IEnumerable<ModuleLog> logs)
{
    private const string Columns = "select id, recipient, subject, status, attempts, last_error, queued_at, sent_at, plain from mail_queue";

    /// <summary>The newest of all modules.</summary>
    public async Task<IReadOnlyList<QueuedMail>> LatestAsync(int most, CancellationToken ct)
    {
        var mails = new List<QueuedMail>();
        foreach (var log in logs)
        {
            mails.AddRange(await ReadAsync(log, $"{Columns} order by queued_at desc limit $1", most, ct));
        }

        return [.. mails.OrderByDescending(m => m.QueuedAt).Take(most)];
    }

    /// <summary>One mail of a module's queue; null when there is none.</summary>
    public async Task<QueuedMail?> FindAsync(string module, Guid id, CancellationToken ct)
        => logs.FirstOrDefault(l => l.Schema == module) is { } log ? (await ReadAsync(log, $"{Columns} where id = $1", id, ct)).SingleOrDefault() : null;

    private static async Task<IReadOnlyList<QueuedMail>> ReadAsync(ModuleLog log, string sql, object argument, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = argument });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.RowsAsync(
            r => new QueuedMail(
                log.Schema,
                r.GetGuid(0),
                r.GetString(1),
                r.GetString(2),
                r.GetString(3),
                r.GetInt32(4),
                r.TextOrNull(5),
                r.GetFieldValue<DateTimeOffset>(6),
                r.ValueOrNull<DateTimeOffset>(7),
                r.TextOrNull(8)),
            ct);
    }
}

/// <summary>A mail of a module's queue. <paramref name="Plain"/> is null once it went out by SMTP: a body may hold a name or a token.</summary>
public sealed record QueuedMail(
    string Module, Guid Id, string Recipient, string Subject, string Status, int Attempts, string? LastError, DateTimeOffset QueuedAt, DateTimeOffset? SentAt, string? Plain)
{
    public Text StatusText => Status switch
    {
        "sent" => new("Parti", "Sent"),
        "refused" => new("Refusé", "Refused"),
        _ => new("En attente", "Waiting"),
    };
}
