using EcoprodPlatform.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EcoprodPlatform.EventSourcing;

/// <summary>Registration of the event store.</summary>
public static class EventSourcingServices
{
    public static IServiceCollection AddEventSourcing(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<LogDaemon>();
        services.AddHostedService(sp => sp.GetRequiredService<LogDaemon>());
        return services;
    }

    /// <summary>Registers one module's log; <paramref name="connectionString"/> is the database shared by all modules.</summary>
    public static IServiceCollection AddModuleLog<TModule>(this IServiceCollection services, string connectionString, LogDefinition definition)
    {
        services.AddSingleton(new ModuleLog<TModule>(new ModuleLog(connectionString, definition)));
        services.AddSingleton(sp => sp.GetRequiredService<ModuleLog<TModule>>().Log);
        services.AddSingleton<EventStore<TModule>>();
        return services;
    }
}
