using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Host.Embedded;

/// <summary>Looks after the private PostgreSQL while the host serves: nobody else would start it again.</summary>
internal sealed class EmbeddedPostgresWatch(EmbeddedPostgres postgres, TimeProvider clock, ILogger<EmbeddedPostgresWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = Look;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await clock.Pause(wait, stoppingToken);
                if (await postgres.ReviveAsync(stoppingToken))
                {
                    logger.LogWarning("PostgreSQL s'était arrêté ; il est relancé. / PostgreSQL had stopped; it is running again.");
                }

                postgres.TrimLog();
                wait = Look;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever keeps it from starting may pass: room on the disk, memory, a port
            catch (Exception e)
#pragma warning restore CA1031
            {
                wait = wait + wait < LongestWait ? wait + wait : LongestWait;
                logger.LogError("PostgreSQL est arrêté et ne redémarre pas, nouvel essai dans {Seconds} s / PostgreSQL has stopped and does not start again, next try in {Seconds} s: {Error}", wait.TotalSeconds, wait.TotalSeconds, e.Message);
            }
        }
    }
}
