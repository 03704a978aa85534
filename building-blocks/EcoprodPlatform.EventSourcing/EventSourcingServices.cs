using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using Marten;
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

    /// <summary>Registers one module's Marten store and its log; <paramref name="connectionString"/> is the database shared by all modules.</summary>
    public static IServiceCollection AddModuleLog<TModule, TStore>(this IServiceCollection services, string connectionString, LogDefinition definition)
        where TStore : class, IDocumentStore
    {
        services.AddMartenStore<TStore>(sp => sp.GetRequiredService<ModuleLog<TModule>>().Log.CreateOptions());
        services.AddSingleton(sp => new ModuleLog<TModule>(new ModuleLog(connectionString, definition, sp.GetRequiredService<TStore>)));
        services.AddSingleton(sp => sp.GetRequiredService<ModuleLog<TModule>>().Log);
        services.AddSingleton<EventStore<TModule>>();
        return services;
    }
}
