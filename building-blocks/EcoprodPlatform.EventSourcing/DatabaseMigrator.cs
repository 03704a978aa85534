using System.Reflection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.EventSourcing;

/// <summary>
/// Brings every module's schema up to date: role, schema, the building blocks' tables, then the module's own
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

        var applied = await AppliedAsync(connection, transaction, ct);
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

        await transaction.CommitAsync(ct);
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
