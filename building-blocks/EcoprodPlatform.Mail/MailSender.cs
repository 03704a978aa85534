using System.Collections.Concurrent;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.CircuitBreaker;

namespace EcoprodPlatform.Mail;

/// <summary>
/// Sends the queued mails of every module whose log this host owns, several at a time. A server that is away opens the
/// circuit and delays everything, without blaming the mails; a mail that is deferred waits for itself; one that is
/// refused is kept with its reason. A sent mail's body is emptied: it may hold a name or a token.
/// </summary>
public sealed class MailSender(IEnumerable<ModuleLog> logs, LogDaemon daemon, IMailTransport transport, MailSettings settings, TimeProvider clock, ILogger<MailSender> logger)
    : BackgroundService, IHostedLifecycleService
{
    private const int Stock = 64;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly LogSignal _progress = new();
    private readonly ConcurrentDictionary<string, string> _errors = new(StringComparer.Ordinal);
    private readonly (ResiliencePipeline Pipeline, CircuitBreakerStateProvider State) _circuit = Circuit(clock);
    private readonly SendingRate? _rate = settings.PerSecond is { } perSecond ? new SendingRate(perSecond, clock) : null;

    /// <summary>Whether the server is taken to be away: nothing but a mail now and then is tried.</summary>
    public bool IsCircuitClosed => _circuit.State.CircuitState == CircuitState.Closed;

    /// <summary>Why mails are not leaving now, per module; empty when all is well. For health checks and the staff page.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>Until no mail is due. Waits for ever while the server is away: callers bound it by their token.</summary>
    public async Task DrainedAsync(CancellationToken ct)
    {
        foreach (var log in logs)
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

    /// <summary>
    /// Stops before everything else does: what is being handed over is written down while this host still owns the queue,
    /// or the next owner would send it again.
    /// </summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(logs.Select(log => SendAsync(log, stoppingToken)));

    /// <summary>Keeps a few mails in stock, so that none waits for others to be sent, and hands some of them over at a time.</summary>
    private async Task SendAsync(ModuleLog log, CancellationToken ct)
    {
        var taken = new ConcurrentDictionary<Guid, bool>();
        using var hands = new SemaphoreSlim(settings.Parallel);
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

                // While the server is away one mail at a time asks whether it is back.
                var limit = IsCircuitClosed ? Stock : 1;
                var due = daemon.Owned.Contains(log.Schema) ? await DueAsync(log, limit, [.. taken.Keys], ct) : [];
                foreach (var mail in due)
                {
                    taken[mail.Id] = true;
                    _ = TakeAsync(log, mail, hands, taken, ct);
                }

                if (!IsCircuitClosed)
                {
                    await clock.Pause(Breath, ct);
                }
                else if (due.Count < limit)
                {
                    await log.Signal.WaitAsync(seen, Idle, clock, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (IsOutage(e))
            {
                logger.LogWarning(e, "The mail queue of {Module} cannot be read; trying again", log.Schema);
                await clock.PauseUnlessStopped(Breath, ct);
            }
        }

        for (var seen = _progress.Count; !taken.IsEmpty; seen = _progress.Count)
        {
            await _progress.WaitAsync(seen, Idle, clock, CancellationToken.None);
        }
    }

    private async Task TakeAsync(ModuleLog log, DueMail mail, SemaphoreSlim hands, ConcurrentDictionary<Guid, bool> taken, CancellationToken ct)
    {
        try
        {
            await hands.WaitAsync(ct);
            try
            {
                await (_rate?.TurnAsync(ct) ?? Task.CompletedTask);
                await SendOneAsync(log, mail, ct);
            }
            finally
            {
                hands.Release();
            }
        }
        catch (BrokenCircuitException)
        {
            // The server is away: what is in stock stays due.
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // stopping: what is in stock is still due in the database
        }
        finally
        {
            taken.TryRemove(mail.Id, out _);
            _progress.Raise();
        }
    }

    private static async Task<List<DueMail>> DueAsync(ModuleLog log, int limit, Guid[] except, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand(
            """
            select id, attempts, recipient, recipient_name, subject, html, plain, unsubscribe
            from mail_queue where status = 'queued' and not_before <= now() and id <> all($2)
            order by not_before, queued_at limit $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = except });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var due = new List<DueMail>();
        while (await reader.ReadAsync(ct))
        {
            due.Add(new DueMail(reader.GetGuid(0), reader.GetInt32(1), new OutgoingMail(
                reader.GetString(2), reader.TextOrNull(3), reader.GetString(4), reader.GetString(5), reader.GetString(6)) { Unsubscribe = reader.TextOrNull(7) }));
        }

        return due;
    }

    private async Task SendOneAsync(ModuleLog log, DueMail due, CancellationToken ct)
    {
        try
        {
            await _circuit.Pipeline.ExecuteAsync(async token => await transport.SendAsync(due.Id, due.Mail, token), ct);
            _errors.TryRemove(log.Schema, out _);
            await MarkAsync(
                log,
                """
                update mail_queue set status = 'sent', sent_at = now(), attempts = attempts + 1, last_error = null,
                  html = case when $2 then html end, plain = case when $2 then plain end,
                  unsubscribe = case when $2 then unsubscribe end
                where id = $1
                """,
                [due.Id, transport.KeepsBodies],
                ct);
        }
        catch (MailRefusedException e)
        {
            logger.LogError(e, "Mail {Mail} was refused", due.Id);
            await MarkAsync(log, "update mail_queue set status = 'refused', attempts = attempts + 1, last_error = $2, html = null, plain = null, unsubscribe = null where id = $1", [due.Id, e.Message], ct);
        }
        catch (MailDeferredException e)
        {
            var wait = TimeSpan.FromSeconds(Math.Min(900, 5 * Math.Pow(2, due.Attempts)));
            await MarkAsync(log, "update mail_queue set attempts = attempts + 1, last_error = $2, not_before = now() + $3 where id = $1", [due.Id, e.Message, wait], ct);
        }
        catch (Exception e) when (IsServerTrouble(e) && !ct.IsCancellationRequested)
        {
            var error = (e as TimeoutException ?? e.GetBaseException()).Message;
            _errors[log.Schema] = error;
            logger.LogWarning("Mails wait: {Transport} does not take them ({Error})", transport.Description, error);
            await MarkAsync(log, "update mail_queue set last_error = $2, not_before = now() + interval '1 second' where id = $1", [due.Id, error], ct);
        }
    }

    private static (ResiliencePipeline, CircuitBreakerStateProvider) Circuit(TimeProvider clock)
    {
        var state = new CircuitBreakerStateProvider();
        var breaker = new CircuitBreakerStrategyOptions
        {
            MinimumThroughput = 4,
            FailureRatio = 0.9,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = Break,
            StateProvider = state,
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsServerTrouble),
        };
        return (new ResiliencePipelineBuilder { TimeProvider = clock }.AddCircuitBreaker(breaker).Build(), state);
    }

    private static bool IsServerTrouble(Exception e) => e is not (MailRefusedException or MailDeferredException or OperationCanceledException or BrokenCircuitException);

    private static bool IsOutage(Exception e) => e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException;

    /// <summary>
    /// Writes down what became of a mail, however long the database is away: the server has accepted it, and forgetting
    /// that would send it again. Not even a stop ends it before it has been tried.
    /// </summary>
    private async Task MarkAsync(ModuleLog log, string sql, object[] arguments, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await using var connection = await log.DataSource.OpenConnectionAsync(CancellationToken.None);
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(SqlStatement.Of(sql, arguments));
                await batch.ExecuteNonQueryAsync(CancellationToken.None);
                return;
            }
            catch (Exception e) when (IsOutage(e))
            {
                if (ct.IsCancellationRequested)
                {
                    logger.LogWarning(e, "What became of mail {Mail} could not be written down before the stop; it may be sent again", arguments[0]);
                    return;
                }

                logger.LogWarning(e, "What became of mail {Mail} cannot be written down; trying again", arguments[0]);
                await clock.PauseUnlessStopped(TimeSpan.FromMilliseconds(100), ct);
            }
        }
    }

    private sealed record DueMail(Guid Id, int Attempts, OutgoingMail Mail);
}
