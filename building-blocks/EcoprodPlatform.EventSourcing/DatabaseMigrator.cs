using System.Reflection;
using EcoprodPlatform.Kernel;
using JasperFx;
using Marten;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Brings every module's schema up to date: role, schema, Marten's tables, the building blocks' tables, then the module's own
/// <c>Database/*.sql</c>, each file once, in one transaction per module. Several hosts may start at once.
/// </summary>
public sealed class DatabaseMigrator(IEnumerable<ModuleLog> logs, IEnumerable<MigrationSource> sources, ILogger<DatabaseMigrator> logger)
{
    public async Task MigrateAsync(CancellationToken ct)
    {
        foreach (var log in logs)
        {
            await MigrateAsync(log, ct);
        }
    }

    private async Task MigrateAsync(ModuleLog log, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(log.AdminConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, transaction, $"select pg_advisory_xact_lock({log.OwnerLockKey ^ 0x4D494752L})", ct);
        await ExecuteAsync(connection, transaction, $"""
            do $$ begin
              create role {log.Role} nologin;
            exception when duplicate_object or unique_violation then null;
            end $$;
            do $$ begin
              if not pg_has_role(current_user, '{log.Role}', 'member') then
                execute format('grant {log.Role} to %I', current_user);
              end if;
            exception when unique_violation or sqlstate 'XX000' then null;
            end $$;
            create schema if not exists {log.Schema} authorization {log.Role};
            create schema if not exists {log.Schema}_rebuild authorization {log.Role};
            set local role {log.Role};
            set local search_path = {log.Schema};
            create table if not exists migrations (
              source text not null, name text not null, applied_at timestamptz not null default now(), primary key (source, name));
            """, ct);

        await RefuseOldStoreAsync(log, connection, transaction, ct);
        var applied = await AppliedAsync(connection, transaction, ct);
        var marten = MartenOf(log);
        var isNew = !applied.Any(a => a.StartsWith("marten/", StringComparison.Ordinal));
        if (isNew)
        {
            await ExecuteAsync(connection, transaction, log.Store.Storage.ToDatabaseScript(), ct);
        }

        var own = sources.Append(new MigrationSource("log", typeof(DatabaseMigrator).Assembly)).OrderBy(s => s.Name is "log" ? 0 : 1)
            .Append(new MigrationSource("module", log.Definition.Migrations));
        foreach (var source in own)
        {
            foreach (var (name, sql) in Scripts(source.Assembly))
            {
                if (applied.Contains($"{source.Name}/{name}"))
                {
                    continue;
                }

                await ExecuteAsync(connection, transaction, sql, ct);
                await ExecuteAsync(connection, transaction, $"insert into migrations (source, name) values ('{source.Name}', '{name}')", ct);
                logger.LogInformation("Database: {Schema} {Source}/{Script} applied", log.Schema, source.Name, name);
            }
        }

        var isOther = !applied.Contains($"marten/{marten}");
        if (isOther)
        {
            await ExecuteAsync(connection, transaction, $"insert into migrations (source, name) values ('marten', '{marten}')", ct);
        }

        if (isOther && !isNew)
        {
            // Marten compares and changes its tables on a connection of its own: before this is on record as done.
            await log.Store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
            logger.LogInformation("Database: {Schema} follows Marten {Marten}", log.Schema, marten);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>What Marten's tables follow from: its version, and this build of the module that declares events and documents.</summary>
    private static string MartenOf(ModuleLog log)
        => $"{typeof(DocumentStore).Assembly.GetName().Version} {log.Definition.Migrations.ManifestModule.ModuleVersionId:N}";

    /// <summary>Nobody ran the platform in production before Marten, so nothing of that store is carried over; and nothing is done to it.</summary>
    private static async Task RefuseOldStoreAsync(ModuleLog log, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select to_regclass('events') is not null and to_regclass('mt_events') is null", connection, transaction);
        if (await command.ExecuteScalarAsync(ct) is true)
        {
            throw new SettingException("Database", new(
                $"la base « {connection.Database} » contient les données d’une version d’avant Marten (schéma {log.Schema}) ; rien n’y a été touché. Donnez à la plateforme une base vide ou un autre dossier (ECOPROD_DATA), ou supprimez celle-ci ; les données de démonstration reviennent d’elles-mêmes (docs/operations.md, Upgrade).",
                $"the database \"{connection.Database}\" holds data of a version from before Marten (schema {log.Schema}); nothing in it was touched. Give the platform an empty database or another folder (ECOPROD_DATA), or drop this one; the demo data comes back by itself (docs/operations.md, Upgrade)."));
        }
    }

    private static IEnumerable<(string Name, string Sql)> Scripts(Assembly assembly)
        => assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(n =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                return (n, reader.ReadToEnd());
            });

    private static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select source || '/' || name from migrations", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // scripts embedded in our own assemblies, names from code
        await using var command = new NpgsqlCommand(sql, connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>A building block that brings tables of its own to every module (<c>Database/*.sql</c> embedded in its assembly).</summary>
public sealed record MigrationSource(string Name, Assembly Assembly);
