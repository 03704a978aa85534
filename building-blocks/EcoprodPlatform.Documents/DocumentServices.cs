using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Documents;

/// <summary>Registration of the store of files.</summary>
public static class DocumentServices
{
    /// <summary>Registers a store for every module (<see cref="DocumentStore{TModule}"/>), its tables, and the job that sweeps.</summary>
    public static IServiceCollection AddDocuments(this IServiceCollection services)
    {
        services.AddSingleton(new MigrationSource("documents", typeof(DocumentServices).Assembly));
        services.AddSingleton(typeof(DocumentStore<>));
        return services.AddJob<DocumentSweeper>("documents:sweep", new("Oublier les fichiers envoyés sans suite", "Forget files that were sent and not kept"), "41 * * * *", TimeZoneInfo.Utc);
    }
}
