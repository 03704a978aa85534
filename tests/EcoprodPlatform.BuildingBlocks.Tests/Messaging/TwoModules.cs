using System.Collections.Concurrent;
using System.Reflection;
using EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Mail;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Testing;
using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>Two modules on one database and one bus: what is credited in the ledger is written down in the statements, with a mail.</summary>
public sealed class TwoModules : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly Dictionary<string, string?> _settings;
    private readonly string _folder;
    private readonly Action<IServiceCollection, string>? _more;
    private IHost? _host;

    private TwoModules(TestDatabase database, Dictionary<string, string?> settings, string folder, Action<IServiceCollection, string>? more)
    {
        _more = more;
        _database = database;
        _settings = settings;
        _folder = folder;
    }

    /// <summary>What the reaction does before its effect; tests block it or make it fail.</summary>
    public Func<CreditedV1, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether hosts started from now on have the reaction; without it messages stay in its queue.</summary>
    public bool Reacts { get; set; } = true;

    /// <summary>Every delivery, with repetitions.</summary>
    public ConcurrentQueue<Guid> Deliveries { get; } = new();

    /// <summary>The same with what was delivered.</summary>
    public ConcurrentQueue<CreditedV1> Delivered { get; } = new();

    public ConcurrentQueue<Guid?> Correlations { get; } = new();

    public string ConnectionString => _database.ConnectionString;

    public FollowerStatus Relay => Services.GetRequiredService<LogDaemon>().Followers.Single(f => f.Module == "ledger" && f.Name == "relay");

    public IServiceProvider Services => _host!.Services;

    public EventStore<LogFixture> Ledger => Services.GetRequiredService<EventStore<LogFixture>>();

    public Platform Platform => Services.GetRequiredService<Platform>();

    public string MailFolder => Path.Combine(_folder, "mails");

    /// <param name="settings">Configuration.</param>
    /// <param name="more">Registers more modules and reactions, given the connection string.</param>
    public static async Task<TwoModules> StartAsync(IEnumerable<KeyValuePair<string, string?>>? settings = null, Action<IServiceCollection, string>? more = null)
    {
        var folder = Directory.CreateTempSubdirectory("ecoprod-messaging").FullName;
        var all = new Dictionary<string, string?>(settings ?? []) { ["Data:Folder"] = folder };
        var modules = new TwoModules(await TestPostgres.CreateDatabaseAsync(), all, folder, more);
        await modules.StartHostAsync();
        await modules.ExecuteAsync("statements", "create table statement (event_id uuid not null, cents bigint not null)");
        return modules;
    }

    public async Task StartHostAsync() => _host = await StartAnotherHostAsync();

    /// <summary>One more host on the same database, the caller's to dispose of.</summary>
    public async Task<IHost> StartAnotherHostAsync()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var services = builder.Services;
        services.AddSingleton(this);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IdSource>();
        // Marten makes no table of events for a store that has none.
        var none = EventMap.Create(e => e.Event<Stated>("stated.v1"));
        services.AddModuleLog<LogFixture, ILedgerStore>(_database.ConnectionString, new LogDefinition("ledger", LogFixture.Map, [], Assembly.GetExecutingAssembly()));
        services.AddModuleLog<TwoModules, IStatementsStore>(_database.ConnectionString, new LogDefinition("statements", none, [], Assembly.GetExecutingAssembly()));
        services.AddPublications<LogFixture>(new Publications()
            .Message<CreditedV1>("Crédité", "Credited")
            .On<Credited>((stored, e) => new CreditedV1(stored.Id, stored.StreamId, e.Cents)));
        if (Reacts)
        {
            services.AddReaction<TwoModules, CreditedV1, OnCredited>("statements", "on-credited", CreditedV1.WireName, m => m.EventId);
        }

        _more?.Invoke(services, _database.ConnectionString);
        services.AddMessaging(builder.Configuration);
        services.AddEventSourcing();
        var host = builder.Build();
        await host.Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default);
        await host.StartAsync();
        return host;
    }

    /// <summary>Ends the host as it should: what is under way is finished.</summary>
    public async Task StopHostAsync()
    {
        await _host!.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _host = null;
    }

    /// <summary>Ends the host as a kill would: nothing under way is finished.</summary>
    public async Task AbandonHostAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _host!.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // that was the intention
        }

        _host!.Dispose();
        _host = null;
    }

    public Task<Guid> CreditAsync(params long[] cents) => CreditAsync(Actor.System, null, cents);

    public Task<Guid> CreditAsync(Guid? correlation, params long[] cents) => CreditAsync(Actor.System, correlation, cents);

    public Task<Guid> CreditAsync(Actor by, params long[] cents) => CreditAsync(by, null, cents);

    private async Task<Guid> CreditAsync(Actor by, Guid? correlation, long[] cents)
    {
        var id = Services.GetRequiredService<IdSource>().NewId();
        await Ledger.Begin(by, null, correlation)
            .Append(await Ledger.LoadAsync<Account>(id, default), cents.Select(c => (object)new Credited(c)).Prepend(new Opened("Camille")))
            .SaveAsync(default);
        return id;
    }

    public async Task CreditMoreAsync(Guid account, params long[] cents)
        => await Ledger.Begin(Actor.System)
            .Append(await Ledger.LoadAsync<Account>(account, default), cents.Select(c => (object)new Credited(c)))
            .SaveAsync(default);

    private string BusHealth => string.Join("; ", Services.GetRequiredService<MassTransit.IBusControl>().CheckHealth().Endpoints
        .Select(e => $"{e.Key} {e.Value.Status} {e.Value.Description} {e.Value.Exception?.GetBaseException().Message}"));

    /// <summary>Until something is so; says what was waited for when it never is.</summary>
    public static Task UntilAsync(string what, Func<Task<bool>> isSo, int seconds = 120) => UntilAsync(() => what, isSo, seconds);

    private static async Task UntilAsync(Func<string> what, Func<Task<bool>> isSo, int seconds)
    {
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await isSo())
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(seconds))
            {
                throw new TimeoutException($"Waited {seconds} s in vain: {what()}.");
            }

            await Task.Delay(10);
        }
    }

    public static Task UntilAsync(string what, Func<bool> isSo, int seconds = 120) => UntilAsync(what, () => Task.FromResult(isSo()), seconds);

    /// <summary>Until the relay gives this reason for waiting.</summary>
    public Task RelaySaysAsync(string part, int seconds = 60)
        => UntilAsync(
            () => $"the relay saying \u201c{part}\u201d, but it says: {Relay.Error ?? "all is well"}; the bus: {BusHealth}",
            () => Task.FromResult(Relay.Error?.Contains(part, StringComparison.Ordinal) == true),
            seconds);

    /// <summary>Until so many different messages have had their effect.</summary>
    public Task WrittenAsync(int count, int seconds = 150)
        => UntilAsync(
            () => $"{count} statements; the relay, at {Relay.Position}, says: {Relay.Error ?? "all is well"}; the bus: {BusHealth}",
            async () => await ScalarAsync<long>("statements", "select count(*) from statement") >= count,
            seconds);

    public async Task SettledAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Platform.SettledAsync(patience.Token);
    }

    /// <summary>The database goes away: sessions end, and none begins until <see cref="UnlockDatabaseAsync"/>.</summary>
    public Task LockDatabaseAsync() => ServerAsync(
        $"alter database {Database} with allow_connections false; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Database}'");

    public Task UnlockDatabaseAsync() => ServerAsync($"alter database {Database} with allow_connections true");

    private string Database => new NpgsqlConnectionStringBuilder(_database.ConnectionString).Database!;

    private static async Task ServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(await TestPostgres.ServerAsync()) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Queues a mail of a module, about nothing in particular.</summary>
    public async Task MailAsync<TModule>(string recipient, string subject, string? unsubscribe = null)
    {
        var ids = Services.GetRequiredService<IdSource>();
        await Services.GetRequiredService<EventStore<TModule>>().Begin(Actor.System)
            .Mail(ids, $"test:{ids.NewId()}", new OutgoingMail(recipient, null, subject, "<p>Bonjour</p>", "Bonjour") { Unsubscribe = unsubscribe })
            .SaveAsync(default);
    }

    public async Task<T> ScalarAsync<T>(string schema, string sql)
    {
        await using var command = Log(schema).DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string schema, string sql)
    {
        await using var command = Log(schema).DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await StopHostAsync();
        }

        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ModuleLog Log(string schema) => Services.GetServices<ModuleLog>().Single(l => l.Schema == schema);
}

public sealed record Stated;

public interface ILedgerStore : IDocumentStore;

public interface IStatementsStore : IDocumentStore;

public sealed record CreditedV1(Guid EventId, Guid AccountId, long Cents)
{
    public const string WireName = "ledger.credited.v1";
}

public sealed class OnCredited(TwoModules modules, IdSource ids) : IReaction<CreditedV1>
{
    public async Task ReactAsync(CreditedV1 message, UnitOfWork work, CancellationToken ct)
    {
        modules.Deliveries.Enqueue(message.EventId);
        modules.Delivered.Enqueue(message);
        modules.Correlations.Enqueue(work.Correlation);
        await modules.Before(message, ct);
        work.Also("insert into statement (event_id, cents) values ($1, $2)", message.EventId, message.Cents);
        work.Mail(ids, $"credited:{message.EventId}", new OutgoingMail("camille@example.org", "Camille Renaud", $"Crédité : {message.Cents}", "<p>Crédité</p>", "Crédité"));
    }
}
