using EcoprodPlatform.Kernel;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Hangfire.Logging;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Jobs;

/// <summary>Hangfire's server in this host. Begins once the host serves, and waits for a database that is away.</summary>
internal sealed class JobServer(
    JobDatabase database, IEnumerable<RecurringJob> jobs, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, TimeProvider clock, ILoggerFactory loggers)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await WhenAsync(lifetime.ApplicationStarted, stoppingToken);
        LogProvider.SetCurrentLogProvider(new AspNetCoreLogProvider(loggers));
        var logger = loggers.CreateLogger<JobServer>();
        while (!stoppingToken.IsCancellationRequested && !TrySchedule(logger))
        {
            await clock.PauseUnlessStopped(database.Settings.Poll, stoppingToken);
        }

        if (!stoppingToken.IsCancellationRequested)
        {
            using var server = new BackgroundJobServer(
                new BackgroundJobServerOptions
                {
                    WorkerCount = database.Settings.AtOnce,
                    SchedulePollingInterval = database.Settings.Poll,
                    Activator = new AspNetCoreJobActivator(scopes),
                },
                database.Storage);
            await WhenAsync(stoppingToken, CancellationToken.None);
            server.SendStop();
            await server.WaitForShutdownAsync(CancellationToken.None);
        }

        // A static: what is logged after us must not reach a factory that is gone.
        LogProvider.SetCurrentLogProvider(null);
    }

    /// <summary>Writes down which jobs there are, and forgets those that are no more.</summary>
    private bool TrySchedule(ILogger logger)
    {
        try
        {
            var manager = new RecurringJobManager(database.Storage);
            foreach (var job in jobs)
            {
                var name = job.Name;
                manager.AddOrUpdate(name, Job.FromExpression<JobRunner>(r => r.RunAsync(name, CancellationToken.None)), job.Cron, new RecurringJobOptions { TimeZone = job.Zone });
            }

            using var connection = database.Storage.GetConnection();
            foreach (var gone in connection.GetRecurringJobs().Where(known => jobs.All(j => j.Name != known.Id)))
            {
                manager.RemoveIfExists(gone.Id);
            }

            return true;
        }
#pragma warning disable CA1031 // whatever it is, the pages serve without jobs
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning(e, "Jobs wait: their timetable could not be written");
            return false;
        }
    }

    private static async Task WhenAsync(CancellationToken moment, CancellationToken ct)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = moment.Register(() => reached.TrySetResult());
        await using var second = ct.Register(() => reached.TrySetResult());
        await reached.Task;
    }
}
