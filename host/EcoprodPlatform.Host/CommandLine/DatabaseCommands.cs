using EcoprodPlatform.EventSourcing;
using JasperFx;
using Weasel.Core;
using Weasel.Postgresql;

namespace EcoprodPlatform.Host.CommandLine;

/// <summary><c>migrate</c> and <c>migrate show</c>: Marten's tables as they are and as they are declared, module by module.</summary>
internal static class DatabaseCommands
{
    /// <summary>Says for each module whether Marten finds its tables as declared, and if not, by which SQL they would be.</summary>
    public static async Task CheckAsync(WebApplication app, TextWriter output, CancellationToken ct)
    {
        foreach (var log in app.Services.GetServices<ModuleLog>())
        {
            var migration = await log.Store.Storage.Database.CreateMigrationAsync(ct);
            if (migration.Difference != SchemaPatchDifference.None)
            {
                await using var sql = new StringWriter();
                migration.WriteAllUpdates(sql, new PostgresqlMigrator(), AutoCreate.CreateOrUpdate);
                throw new InvalidOperationException($"The database is not what {log.Schema} declares to Marten. This would make it so:{Environment.NewLine}{sql}");
            }

            await output.WriteLineAsync($"{log.Schema}: up to date, and as Marten expects it");
        }
    }

    /// <summary>The SQL that makes Marten's tables of every module, for a person to read or to run.</summary>
    public static async Task ShowAsync(WebApplication app, TextWriter output, CancellationToken ct)
    {
        foreach (var log in app.Services.GetServices<ModuleLog>())
        {
            await output.WriteLineAsync($"-- {log.Schema}, as {log.Role}".AsMemory(), ct);
            await output.WriteLineAsync(log.Store.Storage.ToDatabaseScript().AsMemory(), ct);
        }
    }
}
