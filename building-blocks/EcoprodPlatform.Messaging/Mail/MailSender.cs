using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace EcoprodPlatform.Messaging.Mail;

/// <summary>
/// Sends the queued mails of every module whose log this host owns, several at a time. A server that is away opens the
/// circuit and delays everything, without blaming the mails; a mail that is deferred waits for itself; one that is
/// refused is kept with its reason. A sent mail's body is emptied: it may hold a name or a token.
/// </summary>
public sealed class MailSender(IEnumerable<ModuleLog> logs, LogDaemon daemon, IMailTransport transport, MailSettings settings, TimeProvider clock, ILogger<MailSender> logger)
    : BackgroundService
{
    private const int Stock = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    private readonly ModuleLog[] _logs = [.. logs];
    private readonly LogSignal _progress = new();
    private readonly RateLimiter? _rate = settings.PerSecond is { } perSecond ? Bound(perSecond) : null;
    private volatile bool _isOpen;
    private readonly ConcurrentDictionary<string, string> _errors = new(StringComparer.Ordinal);

    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddCircuitBreaker(new()
        {
            MinimumThroughput = 4,
            FailureRatio = 0.9,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(2),
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsServerTrouble),
        })
        .Build();

    /// <summary>Why mails are not leaving now, per module; empty when all is well. For health checks and the staff page.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>Until no mail is due. Waits for ever while the server is away: callers bound it by their token.</summary>
    public async Task DrainedAsync(CancellationToken ct)
    {
        foreach (var log in _logs)
        {
            while (true)
            {
                var seen = _progress.Count;
                await using (var command = log.DataSource.CreateCommand("select exists (select 1 from mail_queue where status = 'queued' and not_before <= now())"))
                {
                    if (!(bool)(await command.ExecuteScalarAsync(ct))!)
                    {
                        break;
                    }
                }

                log.Signal.Raise();
                await _progress.WaitAsync(seen, TimeSpan.FromSeconds(1), clock, ct);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(_logs.Select(log => Task.Run(() => SendAsync(log, stoppingToken), stoppingToken)));

    /// <summary>
    /// One hand looks for due mails and keeps a few in stock, so that a mail never waits for others to be sent; several
    /// take from the stock.
    /// </summary>
    private async Task SendAsync(ModuleLog log, CancellationToken ct)
    {
        var taken = new ConcurrentDictionary<Guid, bool>();
        var stock = Channel.CreateUnbounded<DueMail>();
        var hands = Enumerable.Range(0, settings.Parallel).Select(_ => TakeAsync(log, stock.Reader, taken, ct)).ToArray();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var (seen, progressed) = (log.Signal.Count, _progress.Count);
                if (taken.Count >= Stock)
                {
                    await _progress.WaitAsync(progressed, Idle, clock, ct);
                    continue;
                }

                var due = daemon.Owned.Contains(log.Schema) && !_isOpen ? await DueAsync(log, [.. taken.Keys], ct) : [];
                foreach (var mail in due)
                {
                    taken[mail.Id] = true;
                    stock.Writer.TryWrite(mail);
                }

                if (due.Count < Stock)
                {
                    await log.Signal.WaitAsync(seen, Idle, clock, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogWarning(e, "The mail queue of {Module} cannot be read; trying again", log.Schema);
                await PauseAsync(ct);
            }
        }

        stock.Writer.TryComplete();
        await Task.WhenAll(hands);
    }

    private async Task TakeAsync(ModuleLog log, ChannelReader<DueMail> stock, ConcurrentDictionary<Guid, bool> taken, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            await foreach (var mail in stock.ReadAllAsync(ct))
            {
                try
                {
                    using var _ = _rate is null ? null : await _rate.AcquireAsync(1, ct);
                    await SendOneAsync(log, mail, ct);
                    _isOpen = false;
                }
                catch (BrokenCircuitException)
                {
                    // The server is away: what is in stock stays due, and nobody asks for more for a while.
                    _isOpen = true;
                    await PauseAsync(ct);
                    _isOpen = false;
                }
                catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
                {
                    logger.LogWarning(e, "What became of mail {Mail} could not be written down; it may be sent again", mail.Id);
                    await PauseAsync(ct);
                }
                finally
                {
                    taken.TryRemove(mail.Id, out bool _);
                    _progress.Raise();
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // stopping: what is in stock is still due in the database
        }
    }

    private async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            await clock.Pause(TimeSpan.FromSeconds(1), ct);
        }
        catch (OperationCanceledException)
        {
            // stopping; the loop sees it
        }
    }

    private static async Task<List<DueMail>> DueAsync(ModuleLog log, Guid[] except, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            select id, attempts, recipient, recipient_name, subject, html, plain
            from mail_queue where status = 'queued' and not_before <= now() and id <> all($2)
            order by not_before, queued_at limit $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Stock });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = except });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueMail>();
        while (await reader.ReadAsync(ct))
        {
            due.Add(new DueMail(reader.GetGuid(0), reader.GetInt32(1), new OutgoingMail(
                reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6))));
        }

        return due;
    }

    private async ValueTask SendOneAsync(ModuleLog log, DueMail due, CancellationToken ct)
    {
        try
        {
            await _pipeline.ExecuteAsync(async token => await transport.SendAsync(due.Id, due.Mail, token), ct);
            _errors.TryRemove(log.Schema, out _);
            await MarkAsync(
                log,
                """
                update mail_queue set status = 'sent', sent_at = now(), attempts = attempts + 1, last_error = null,
                  html = case when $2 then html end, plain = case when $2 then plain end
                where id = $1
                """,
                due.Id,
                transport.KeepsBodies);
        }
        catch (MailRefusedException e)
        {
            logger.LogError(e, "Mail {Mail} was refused", due.Id);
            await MarkAsync(log, "update mail_queue set status = 'refused', attempts = attempts + 1, last_error = $2, html = null, plain = null where id = $1", due.Id, e.Message);
        }
        catch (MailDeferredException e)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(900, 5 * Math.Pow(2, due.Attempts)));
            await MarkAsync(log, "update mail_queue set attempts = attempts + 1, last_error = $2, not_before = now() + $3 where id = $1", due.Id, e.Message, wait);
        }
        catch (Exception e) when (IsServerTrouble(e) && !ct.IsCancellationRequested)
        {
            _errors[log.Schema] = e.GetBaseException().Message;
            logger.LogWarning("Mails wait: {Transport} does not take them ({Error})", transport.Description, e.GetBaseException().Message);
            await MarkAsync(log, "update mail_queue set last_error = $2, not_before = now() + interval '1 second' where id = $1", due.Id, e.GetBaseException().Message);
        }
    }

    private static bool IsServerTrouble(Exception e)
        => e is not (MailRefusedException or MailDeferredException or OperationCanceledException or NpgsqlException or BrokenCircuitException);

    private static async Task MarkAsync(ModuleLog log, string sql, params object[] arguments)
    {
        // Not cancelled by a stop: the server has accepted the mail, and forgetting that would send it twice.
        await using var connection = await log.DataSource.OpenConnectionAsync(CancellationToken.None);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private static TokenBucketRateLimiter Bound(int perSecond) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = Math.Max(1, perSecond / 10),
        TokensPerPeriod = Math.Max(1, perSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(perSecond < 10 ? 1000.0 / perSecond : 100),
        QueueLimit = int.MaxValue,
    });

    private sealed record DueMail(Guid Id, int Attempts, OutgoingMail Mail);
}
