using System.Globalization;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace EcoprodPlatform.Jobs;

/// <summary>Where jobs are kept: the schema <c>jobs</c>, under a role of its own as each module's.</summary>
public sealed class JobDatabase
{
    private const string Schema = "jobs";
    private const string Role = "ecoprod_jobs";

    private readonly string _admin;

    private readonly string _unpooled;

    internal JobDatabase(string connectionString, JobSettings settings)
    {
        Settings = settings;
        _admin = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "ecoprod jobs",
            MaxPoolSize = 12,
            // Both ends find out within half a minute that the other is gone: the lock of a run is then free, and the run stops.
            KeepAlive = 10,
            IncludeErrorDetail = false,
        };
        own.Options = $"-c idle_in_transaction_session_timeout=20000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2 {own.Options} -c role={Role} -c search_path={Schema}";
        _unpooled = new NpgsqlConnectionStringBuilder(own.ConnectionString) { Pooling = false }.ConnectionString;
        Storage = StorageOn(own.ConnectionString, false);
    }

    internal JobSettings Settings { get; }

    internal JobStorage Storage { get; }

    /// <summary>A session of its own, outside the pool.</summary>
    internal NpgsqlConnection NewSession() => new(_unpooled);

    /// <summary>Brings role, schema and tables up to date. Several hosts may start at once.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(_admin);
        await connection.OpenAsync(ct);
        // Ends with the session: the tables are made by sessions of their own, which no transaction of ours could hold together.
        await using var prepare = new NpgsqlCommand(
            $"""
            select pg_advisory_lock(hashtextextended('ecoprod-jobs-migration', 0));
            do $$ begin
              create role {Role} nologin;
            exception when duplicate_object or unique_violation then null;
            end $$;
            do $$ begin
              if not pg_has_role(current_user, '{Role}', 'member') then
                execute format('grant {Role} to %I', current_user);
              end if;
            exception when unique_violation or sqlstate 'XX000' then null;
            end $$;
            create schema if not exists {Schema} authorization {Role};
            """,
            connection);
        await prepare.ExecuteNonQueryAsync(ct);
        var newest = Newest();
        if (await VersionAsync(connection, ct) < newest)
        {
            StorageOn(_unpooled, true);
            if (await VersionAsync(connection, ct) < newest)
            {
                // Hangfire logs what it met and goes on without a word.
                throw new InvalidOperationException($"The tables of Hangfire in the schema {Schema} could not be brought to version {newest}.");
            }
        }
    }

    private PostgreSqlStorage StorageOn(string connectionString, bool prepare)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = Schema,
            PrepareSchemaIfNecessary = prepare,
            QueuePollInterval = Settings.Poll,
            InvisibilityTimeout = Settings.TakeOver,
            UseSlidingInvisibilityTimeout = true,
            // Hangfire's own short locks only. A killed host leaves its rows, and nothing is scheduled until they are this old.
            DistributedLockTimeout = TimeSpan.FromMinutes(1),
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
    }

    private static int Newest() => typeof(PostgreSqlStorage).Assembly.GetManifestResourceNames()
        .Where(n => n.Contains(".Install.v", StringComparison.Ordinal))
        .Max(n => int.Parse(n.Split(".v")[^1].Split('.')[0], CultureInfo.InvariantCulture));

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand($"select to_regclass('{Schema}.schema') is not null", connection);
        if (await exists.ExecuteScalarAsync(ct) is false)
        {
            return 0;
        }

        await using var version = new NpgsqlCommand($"select coalesce(max(version), 0) from {Schema}.schema", connection);
        return (int)(await version.ExecuteScalarAsync(ct))!;
    }
}
