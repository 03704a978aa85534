using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.EventSourcing.Following;

/// <summary>
/// Drives one follower along the log, for as long as this host owns it. A page that fails is taken again event by event:
/// what one event is at fault for stops this follower before it, with its cause and position on record, until the cause is
/// mended or a person skips the event; an outage is waited out. No failure ends the loop.
/// </summary>
internal sealed class FollowerLoop(ModuleLog log, ILogFollower follower, FollowerStatus status, TimeProvider clock, ILogger logger)
{
    private const int PageSize = 500;
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(15);

    private readonly LogReader _reader = new(log, clock);
    private SkippedEvents _skipped = SkippedEvents.None;
    private long? _position;
    private bool _isOnRecordAsFailed;
    private long _begun;
    private int _limit = PageSize;

    public async Task RunAsync(CancellationToken ct)
    {
        var failures = 0;
        while (!ct.IsCancellationRequested)
        {
            var seen = log.Signal.Count;
            var retries = log.Retries.Count;
            try
            {
                if (_position is null && !await BeginAsync(ct))
                {
                    await log.Signal.WaitAsync(seen, SafetyNet, clock, ct);
                    continue;
                }

                if (await StepAsync(ct))
                {
                    if (_isOnRecordAsFailed)
                    {
                        // It failed in an outage, perhaps on a host that is gone, and nothing has happened since.
                        await Checkpoint.RecoverAsync(log, follower.Name, ct);
                        _isOnRecordAsFailed = false;
                    }

                    await log.Signal.WaitAsync(seen, SafetyNet, clock, ct);
                    if (clock.GetElapsedTime(_begun) > SafetyNet)
                    {
                        // The database may have been restored to an earlier state: what counts is what it says.
                        _position = null;
                    }
                }

                failures = 0;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // a follower never dies silently: it says why, waits and tries again
            catch (Exception e)
#pragma warning restore CA1031
            {
                failures++;
                await FailedAsync(e, retries, failures, ct);
            }
        }
    }

    public static TimeSpan BackOff(int failures)
    {
        var delay = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(failures, 10)));
        return delay < MaxBackOff ? delay : MaxBackOff;
    }

    /// <summary>Reads the checkpoint; rows of an older version are rebuilt first, and rows of a newer one are left to the hosts that know it.</summary>
    private async Task<bool> BeginAsync(CancellationToken ct)
    {
        var (position, version, isFailed) = await Checkpoint.GetAsync(log, follower.Name, follower.Version, ct);
        if (version > follower.Version)
        {
            status.Failed($"Its rows are of version {version}, written by a newer host; this one knows version {follower.Version} and leaves them alone.");
            return false;
        }

        if (version < follower.Version)
        {
            logger.LogInformation("{Follower} of {Module} is rebuilt: its rows are of version {Old}", follower.Name, log.Schema, version);
            await new ProjectionRebuild(log, clock).RunAsync(follower.Name, null, ct);
            (position, _, isFailed) = await Checkpoint.GetAsync(log, follower.Name, follower.Version, ct);
        }

        _skipped = await SkippedEvents.OfAsync(log, follower.Name, ct);
        _position = position;
        _isOnRecordAsFailed = isFailed;
        _begun = clock.GetTimestamp();
        status.At(position);
        return true;
    }

    /// <summary>Takes a page; true when there was nothing behind it, so that the next one is worth a look only after the next commit.</summary>
    private async Task<bool> StepAsync(CancellationToken ct)
    {
        var from = _position!.Value;
        var page = await _reader.ReadAsync(from, _limit, _skipped, ct);
        if (page.Through == from)
        {
            return true;
        }

        try
        {
            await follower.TakeAsync(log, page, from, ct);
        }
        catch (Exception e) when (IsFaultOfAnEvent(e))
        {
            throw page.Events.Count == 1 ? new EventFaultException(page.Events[0].Sequence, e) : e;
        }

        _position = page.Through;
        _limit = Math.Min(_limit * 2, PageSize);
        status.At(page.Through);
        return page.IsAll;
    }

    private async Task FailedAsync(Exception e, long retries, int failures, CancellationToken ct)
    {
        long? at = e is EventFaultException fault ? fault.Position : (e as UnreadableEventException)?.Position;
        var cause = e is EventFaultException ? e.InnerException! : e;
        _position = null;
        if (at is null && IsFaultOfAnEvent(cause))
        {
            // Which event is it? Found at once, one by one.
            _limit = 1;
            failures = 0;
        }

        status.Failed(cause.Message);
        logger.LogError(cause, "{Follower} of {Module} stopped at {Position}; trying again", follower.Name, log.Schema, at ?? status.Position);
        try
        {
            await Checkpoint.FailAsync(log, follower.Name, cause.Message, at, ct);
            if (failures > 0)
            {
                // A commit must not make it try again and again; a person's act does (SkippedEvents.RetryAsync).
                await log.Retries.WaitAsync(retries, BackOff(failures), clock, ct);
            }
        }
        catch (Exception e2) when (e2 is NpgsqlException or IOException or OperationCanceledException)
        {
            logger.LogDebug(e2, "The failure of {Follower} could not be stored either", follower.Name);
            await clock.PauseUnlessStopped(BackOff(failures), ct);
        }
    }

    /// <summary>Not an outage, not a checkpoint moved by another host, not a stop: the same event would fail again.</summary>
    private static bool IsFaultOfAnEvent(Exception e) => e switch
    {
        OperationCanceledException or TimeoutException or IOException or System.Net.Sockets.SocketException or EventFaultException => false,
        PostgresException { SqlState: "ECO01" or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow } => false,
        PostgresException p => !p.IsTransient,
        NpgsqlException => false,
        _ => true,
    };

    private sealed class EventFaultException(long position, Exception cause) : Exception(cause.Message, cause)
    {
        public long Position { get; } = position;
    }
}
