using EcoprodPlatform.Kernel;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EcoprodPlatform.Jobs;

/// <summary>Registration of jobs, and of what runs them.</summary>
public static class JobServices
{
    /// <summary>Registers a job: the hosts run it, and staff see it under Équipe › État.</summary>
    /// <inheritdoc cref="RecurringJob" path="/param"/>
    public static IServiceCollection AddJob<TJob>(this IServiceCollection services, string name, Text words, string cron, TimeZoneInfo zone)
        where TJob : class, IJob
    {
        services.TryAddTransient<TJob>();
        return services.AddSingleton(new RecurringJob(name, words, cron, zone, typeof(TJob)));
    }

    /// <summary>Registers the server that runs them on the database of all modules.</summary>
    public static IServiceCollection AddJobServer(this IServiceCollection services, string connectionString, JobSettings settings)
    {
        services.AddSingleton(new JobDatabase(connectionString, settings));
        services.AddSingleton<JobRunner>();
        services.AddSingleton<JobTimetable>();
        services.AddHostedService<JobServer>();
        // Not AddHangfire: it keeps the storage in a static, which hosts of one process would share. These two are what its dashboard asks for.
        services.AddSingleton<IGlobalConfiguration>(GlobalConfiguration.Configuration);
        services.AddSingleton(DashboardRoutes.Routes);
        services.AddSingleton(sp => sp.GetRequiredService<JobDatabase>().Storage);
        return services;
    }
}
