using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>
/// Runs the followers of every module's log on exactly one host at a time. Per module it keeps one connection outside
/// the pool that holds the ownership lock and listens for commits of other hosts; when that connection dies, so does
/// ownership, and the followers stop until it is back.
/// </summary>
public sealed class LogDaemon : BackgroundService
{
    private static readonly TimeSpan Standby = TimeSpan.FromMilliseconds(500);

    private readonly IReadOnlyList<ModuleLog> _logs;
    private readonly Dictionary<string, List<(ILogFollower Follower, FollowerStatus Status)>> _followers;
    private readonly TimeProvider _clock;
    private readonly ILogger<LogDaemon> _logger;

    public LogDaemon(IEnumerable<ModuleLog> logs, IEnumerable<LogFollowers> followers, TimeProvider clock, ILogger<LogDaemon> logger)
    {
        _logs = [.. logs];
        _clock = clock;
        _logger = logger;
        _followers = _logs.ToDictionary(
            l => l.Schema,
            l => l.Definition.Projections.Where(p => !p.IsInline).Select(p => (ILogFollower)new ProjectionFollower(p))
                .Concat(followers.Where(f => f.Schema == l.Schema).SelectMany(f => f.All))
                .Select(f => (f, new FollowerStatus(l.Schema, f.Name)))
                .ToList());
    }

    /// <summary>Every follower of every module, as this host sees it.</summary>
    public IEnumerable<FollowerStatus> Followers => _followers.Values.SelectMany(f => f).Select(f => f.Status);

    /// <summary>Modules whose followers this host runs now.</summary>
    public IReadOnlyCollection<string> Owned => [.. _owned.Keys];

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> _owned = new(StringComparer.Ordinal);

    /// <summary>
    /// Until every follower this host runs has passed the newest position of its module's log, as of now. Progress made
    /// meanwhile by reactions may append more: callers that want quiescence ask again (Platform.Settled).
    /// </summary>
    public async Task CaughtUpAsync(CancellationToken ct)
    {
        foreach (var log in _logs)
        {
            var newest = await NewestAsync(log, ct);
            foreach (var (_, status) in _followers[log.Schema])
            {
                while (true)
                {
                    var seen = status.Moved.Count;
                    if (status.Position >= newest)
                    {
                        break;
                    }

                    log.Signal.Raise();
                    await status.Moved.WaitAsync(seen, TimeSpan.FromSeconds(1), _clock, ct);
                }
            }
        }
    }

    /// <summary>Position of the newest event that is visible; 0 for an empty log.</summary>
    public static async Task<long> NewestAsync(ModuleLog log, CancellationToken ct)
    {
        await using var command = log.DataSource.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(_logs.Select(log => Task.Run(() => RunModuleAsync(log, stoppingToken), stoppingToken)));

    private async Task RunModuleAsync(ModuleLog log, CancellationToken stopping)
    {
        var notifier = NotifyOthersAsync(log, stopping);
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var anchor = await OpenAnchorAsync(log, stopping);
                failures = 0;
                while (!await TryOwnAsync(log, anchor, stopping))
                {
                    await _clock.Pause(Standby, stopping);
                }

                _owned[log.Schema] = true;
                using var owned = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var running = _followers[log.Schema]
                    .Select(f => new FollowerLoop(log, f.Follower, f.Status, _clock, _logger).RunAsync(owned.Token))
                    .Append(RenewInlineAsync(log, owned.Token))
                    .ToArray();
                try
                {
                    await ListenAsync(log, anchor, owned.Token);
                }
                finally
                {
                    await owned.CancelAsync();
                    await Task.WhenAll(running);
                    _owned.TryRemove(log.Schema, out _);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException or System.Net.Sockets.SocketException)
            {
                failures++;
                _logger.LogWarning(e, "The log of {Module} cannot be followed; trying again", log.Schema);
                await _clock.PauseUnlessStopped(FollowerLoop.BackOff(failures), stopping);
            }
        }

        await notifier;
    }

    private async Task<NpgsqlConnection> OpenAnchorAsync(ModuleLog log, CancellationToken ct)
    {
        // Outside the pool: its session state (lock, listening) must end with it. Keep-alive finds a dead server while it only
        // listens; the server's own finds a host that vanished without a word, whose lock it would hold for two hours.
        var settings = new NpgsqlConnectionStringBuilder(log.ConnectionString) { Pooling = false, KeepAlive = 10 };
        settings.Options += " -c tcp_keepalives_idle=1 -c tcp_keepalives_interval=1 -c tcp_keepalives_count=2";
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private static async Task<bool> TryOwnAsync(ModuleLog log, NpgsqlConnection anchor, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", anchor);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = log.OwnerLockKey });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task ListenAsync(ModuleLog log, NpgsqlConnection anchor, CancellationToken ct)
    {
        anchor.Notification += (_, told) =>
        {
            if (told.Payload == ModuleLog.RetryPayload)
            {
                log.Retries.Raise();
            }

            log.Signal.Raise();
        };
#pragma warning disable CA2100 // the channel is named in code; LISTEN takes no parameter
        await using (var listen = new NpgsqlCommand($"listen {log.Channel}", anchor))
#pragma warning restore CA2100
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        while (!ct.IsCancellationRequested)
        {
            await anchor.WaitAsync(ct);
        }
    }

    /// <summary>
    /// Tells other hosts that something was committed here. After the commit and coalesced: a NOTIFY inside every
    /// transaction would serialise all commits of the cluster on one lock. If the host dies in between, the owner's
    /// safety net finds the event.
    /// </summary>
    private async Task NotifyOthersAsync(ModuleLog log, CancellationToken stopping)
    {
        var told = log.Signal.Count;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await log.Signal.WaitAsync(told, Timeout.InfiniteTimeSpan, _clock, stopping);
                told = log.Signal.Count;
                if (_owned.ContainsKey(log.Schema))
                {
                    continue; // the followers run here and were woken directly
                }

                await using var command = log.DataSource.CreateCommand("select pg_notify($1, '')");
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = log.Channel });
                await command.ExecuteNonQueryAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                _logger.LogDebug(e, "Could not notify other hosts of {Module}", log.Schema);
                await _clock.PauseUnlessStopped(FollowerLoop.BackOff(1), stopping);
            }
        }
    }

    /// <summary>Inline rows that an older version of their projection wrote are made anew while the old ones serve.</summary>
    private async Task RenewInlineAsync(ModuleLog log, CancellationToken ct)
    {
        foreach (var projection in log.Definition.Projections.Where(p => p.IsInline))
        {
            for (var failures = 1; !ct.IsCancellationRequested; failures++)
            {
                try
                {
                    var (_, version, _) = await Checkpoint.GetAsync(log, projection.Name, projection.RowVersion, ct);
                    if (version < projection.RowVersion)
                    {
                        _logger.LogInformation("{Projection} of {Module} is rebuilt: its rows are of version {Old}", projection.Name, log.Schema, version);
                        await new ProjectionRebuild(log, _clock).RunAsync(projection.Name, null, ct);
                    }

                    break;
                }
#pragma warning disable CA1031 // the old rows serve on; it says why and tries again
                catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    _logger.LogError(e, "{Projection} of {Module} could not be rebuilt; trying again", projection.Name, log.Schema);
                    await _clock.PauseUnlessStopped(FollowerLoop.BackOff(failures), ct);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }
}

/// <summary>Followers of a module's log that are not its projections (the relay).</summary>
public sealed record LogFollowers(string Schema, IReadOnlyList<ILogFollower> All);
