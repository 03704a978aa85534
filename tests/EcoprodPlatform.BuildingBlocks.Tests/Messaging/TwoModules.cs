using System.Collections.Concurrent;
using System.Reflection;
using EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Messaging;
using EcoprodPlatform.Messaging.Mail;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.BuildingBlocks.Tests.Messaging;

/// <summary>Two modules on one database and one bus: what is credited in the ledger is written down in the statements, with a mail.</summary>
public sealed class TwoModules : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly Dictionary<string, string?> _settings;
    private readonly string _folder;
    private IHost? _host;

    private TwoModules(TestDatabase database, Dictionary<string, string?> settings, string folder)
    {
        _database = database;
        _settings = settings;
        _folder = folder;
    }

    /// <summary>What the reaction does before its effect; tests block it or make it fail.</summary>
    public Func<CreditedV1, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Every delivery, with repetitions.</summary>
    public ConcurrentQueue<Guid> Deliveries { get; } = new();

    public IServiceProvider Services => _host!.Services;

    public EventStore<LogFixture> Ledger => Services.GetRequiredService<EventStore<LogFixture>>();

    public Platform Platform => Services.GetRequiredService<Platform>();

    public string MailFolder => Path.Combine(_folder, "mails");

    public static async Task<TwoModules> StartAsync(IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("ecoprod-messaging").FullName;
        var all = new Dictionary<string, string?>(settings ?? []) { ["Data:Folder"] = folder };
        var modules = new TwoModules(await TestPostgres.CreateDatabaseAsync(), all, folder);
        await modules.StartHostAsync();
        await modules.ExecuteAsync("statements", "create table statement (event_id uuid not null, cents bigint not null)");
        return modules;
    }

    public async Task StartHostAsync()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        var services = builder.Services;
        services.AddSingleton(this);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IdSource>();
        var none = EventMap.Create(_ => { });
        services.AddModuleLog<LogFixture>(_database.ConnectionString, new LogDefinition("ledger", LogFixture.Map, [], Assembly.GetExecutingAssembly()));
        services.AddModuleLog<TwoModules>(_database.ConnectionString, new LogDefinition("statements", none, [], Assembly.GetExecutingAssembly()));
        services.AddPublications<LogFixture>(new Publications()
            .Message<CreditedV1>(CreditedV1.WireName)
            .On<Credited>((stored, e) => new CreditedV1(stored.Id, stored.StreamId, e.Cents)));
        services.AddReaction<TwoModules, CreditedV1, OnCredited>("statements", "on-credited", CreditedV1.WireName, m => m.EventId);
        services.AddMessaging(builder.Configuration);
        services.AddEventSourcing();
        _host = builder.Build();
        await Services.GetRequiredService<DatabaseMigrator>().MigrateAsync(default);
        await _host.StartAsync();
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

    public async Task<Guid> CreditAsync(params long[] cents)
    {
        var id = Services.GetRequiredService<IdSource>().NewId();
        await Ledger.Begin(Actor.System)
            .Append(await Ledger.LoadAsync<Account>(id, default), cents.Select(c => (object)new Credited(c)).Prepend(new Opened("Camille")))
            .SaveAsync(default);
        return id;
    }

    public async Task SettledAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Platform.SettledAsync(patience.Token);
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
            await _host.StopAsync();
            await ((IAsyncDisposable)_host).DisposeAsync();
        }

        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ModuleLog Log(string schema) => Services.GetServices<ModuleLog>().Single(l => l.Schema == schema);
}

public sealed record CreditedV1(Guid EventId, Guid AccountId, long Cents)
{
    public const string WireName = "ledger.credited.v1";
}

public sealed class OnCredited(TwoModules modules, IdSource ids) : IReaction<CreditedV1>
{
    public async Task ReactAsync(CreditedV1 message, UnitOfWork work, CancellationToken ct)
    {
        modules.Deliveries.Enqueue(message.EventId);
        await modules.Before(message, ct);
        work.Also("insert into statement (event_id, cents) values ($1, $2)", message.EventId, message.Cents);
        work.Mail(ids, $"credited:{message.EventId}", new OutgoingMail("camille@example.org", "Camille Renaud", $"Crédité : {message.Cents}", "<p>Crédité</p>", "Crédité"));
    }
}
