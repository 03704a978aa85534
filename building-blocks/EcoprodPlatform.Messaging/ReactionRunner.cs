using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.Messaging;

/// <summary>
/// Runs a reaction until it is done for good. A conflict is tried again on fresh state; an outage of the database is
/// waited out, because the message is not at fault; anything else is tried a few times, then the message is put among
/// the module's dead letters with its cause, where staff see it and can replay it.
/// </summary>
internal sealed class ReactionRunner(IServiceProvider services, DeadLetters letters, DeliveryLedger ledger, TimeProvider clock, ILogger<ReactionRunner> logger)
{
    private const int Attempts = 5;
    private const int Conflicts = 200;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);

    public async Task RunAsync(ReactionRegistration reaction, object message, Provenance from, CancellationToken ct)
    {
        var id = reaction.IdOf(message);
        if (id == Guid.Empty)
        {
            throw new NoEventIdException(reaction.WireName);
        }

        var (failures, outages, conflicts) = (0, 0, 0);
        while (true)
        {
            try
            {
                await reaction.RunOnceAsync(services, message, from, ct);
                ledger.Done(id, reaction.Name);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.TableName == "inbox")
            {
                logger.LogDebug("{Reaction} has already taken {Message}", reaction.Name, id);
                ledger.Done(id, reaction.Name);
                return;
            }
            catch (ConcurrencyException) when (conflicts < Conflicts)
            {
                conflicts++;
                // Somebody was faster on this stream; the more often, the further apart.
                await clock.Pause(TimeSpan.FromMilliseconds(Math.Min(conflicts, 20)), ct);
            }
            catch (Exception e) when (IsOutage(e) && !ct.IsCancellationRequested)
            {
                outages++;
                logger.LogWarning(e, "{Reaction} waits for the database", reaction.Name);
                await PauseAsync(outages, ct);
            }
#pragma warning disable CA1031 // whatever it is, it must end among the dead letters and not on the floor
            catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures++;
                if (failures < Attempts)
                {
                    logger.LogWarning(e, "{Reaction} failed on {Message}, attempt {Attempt}", reaction.Name, id, failures);
                    await PauseAsync(failures, ct);
                    continue;
                }

                logger.LogError(e, "{Reaction} gave up on {Message}", reaction.Name, id);
                await BuryAsync(reaction, id, JsonSerializer.SerializeToUtf8Bytes(message, reaction.Message, EventMap.Json), from, e, ct);
                ledger.Done(id, reaction.Name);
                return;
            }
        }
    }

    /// <summary>Puts a message among the dead letters, however long the database is away: nothing else remembers it.</summary>
    public async Task BuryAsync(ReactionRegistration reaction, Guid id, byte[] body, Provenance from, Exception cause, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await letters.BuryAsync(reaction, id, body, from, cause.ToString(), ct);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                logger.LogWarning(e, "The dead letter {Message} of {Reaction} could not be stored yet", id, reaction.Name);
                await PauseAsync(Attempts, ct);
            }
        }
    }

    private static bool IsOutage(Exception e) => e is NpgsqlException { IsTransient: true } or TimeoutException or IOException
        or PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow };

    /// <summary>Longer, the more often it has failed.</summary>
    public Task PauseAsync(int failures, CancellationToken ct)
    {
        var delay = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures, 10)));
        return clock.Pause(delay < MaxPause ? delay : MaxPause, ct);
    }
}
