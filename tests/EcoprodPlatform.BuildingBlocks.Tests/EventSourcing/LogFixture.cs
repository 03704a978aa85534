using System.Reflection;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EcoprodPlatform.BuildingBlocks.Tests.EventSourcing;

/// <summary>A fresh database with one module's log in it: accounts that are opened, credited and closed.</summary>
public sealed class LogFixture : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly bool _isGuest;

    private LogFixture(TestDatabase database, ModuleLog log, bool isGuest = false)
    {
        _isGuest = isGuest;
        _database = database;
        Log = log;
        Store = new EventStore<LogFixture>(new ModuleLog<LogFixture>(log), Ids, TimeProvider.System);
        Reader = new LogReader(log, TimeProvider.System);
    }

    public static readonly EventMap Map = EventMap.Create(e => e
        .Event<Opened>("opened.v1")
        .Event<Credited>("credited.v2")
        .Upcast("credited.v1", "credited.v2", old =>
        {
            old["cents"] = old["euros"]!.GetValue<long>() * 100;
            old.Remove("euros");
            return old;
        }));

    public IdSource Ids { get; } = new(TimeProvider.System);

    public ModuleLog Log { get; }

    public EventStore<LogFixture> Store { get; }

    public LogReader Reader { get; }

    public string ConnectionString => _database.ConnectionString;

    public static Task<LogFixture> CreateAsync(params SqlProjection[] projections) => CreateAsync(null, projections);

    public static async Task<LogFixture> CreateAsync(Action<StoreOptions>? documents, params SqlProjection[] projections)
    {
        var database = await TestPostgres.CreateDatabaseAsync();
        var log = new ModuleLog(database.ConnectionString, new LogDefinition("ledger", Map, projections, Assembly.GetExecutingAssembly(), documents));
        await new DatabaseMigrator([log], [], NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);
        return new LogFixture(database, log);
    }

    /// <summary>Another version of the program on the same log.</summary>
    public LogFixture WithProjections(params SqlProjection[] projections)
        => new(_database, new ModuleLog(ConnectionString, Log.Definition with { Projections = projections }), isGuest: true);

    public async Task<LogDaemon> StartDaemonAsync()
    {
        var daemon = new LogDaemon([Log], [], TimeProvider.System, NullLogger<LogDaemon>.Instance);
        await daemon.StartAsync(default);
        return daemon;
    }

    public async Task<Guid> AppendAsync(params object[] events)
    {
        var id = Ids.NewId();
        await Store.Begin(Actor.System).Append(await Store.LoadAsync<Account>(id, default), events).SaveAsync(default);
        return id;
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Log.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var command = Log.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>Until the question is answered by true.</summary>
    public Task UntilAsync(string question) => UntilAsync(Log.DataSource, question);

    /// <summary>The same, asked by another user.</summary>
    public static async Task UntilAsync(NpgsqlDataSource source, string question)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            await using var command = source.CreateCommand(question);
            if (await command.ExecuteScalarAsync() is true)
            {
                return;
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"Not true after 60 s: {question}");
            }

            await Task.Yield();
        }
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Log.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<IEvent>> ReadAllAsync(int page = 100)
    {
        var all = new List<IEvent>();
        var after = 0L;
        while (await Reader.ReadAsync(after, page, default) is { Events.Count: > 0 } read)
        {
            all.AddRange(read.Events);
            after = read.Through;
        }

        return all;
    }

    /// <summary>A connection of the module's role with a transaction that has drawn positions but not committed.</summary>
    public async Task<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)> AppendSlowlyAsync(Guid id, params object[] events)
    {
        var connection = await Log.DataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await Store.Begin(Actor.System).Append(await Store.LoadAsync<Account>(id, default), events).SaveAsync(transaction, default);
        return (connection, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        if (!_isGuest)
        {
            await _database.DisposeAsync();
        }
    }
}

public sealed record Opened(string Owner);

public sealed record Credited(long Cents);

public sealed record Account(string Owner, long Cents) : IAggregate<Account>
{
    public static string StreamType => "account";

    public static Account Empty { get; } = new(string.Empty, 0);

    public Account Apply(object @event) => @event switch
    {
        Opened e => this with { Owner = e.Owner },
        Credited e => this with { Cents = Cents + e.Cents },
        _ => throw new InvalidOperationException(@event.GetType().Name),
    };
}

/// <summary>A projection whose table a test creates itself.</summary>
public sealed class Balances(bool inline = false) : SqlProjection("balances")
{
    public const string Table = "create table balances (id uuid primary key, owner text not null, cents bigint not null)";

    public override IReadOnlyList<string> Tables => ["balances"];

    public override bool IsInline { get; } = inline;

    public override void Apply(IEvent @event, ProjectionBatch rows)
    {
        switch (@event.Data)
        {
            case Opened e:
                rows.Run("insert into balances (id, owner, cents) values ($1, $2, 0)", @event.StreamId, e.Owner);
                break;
            case Credited e:
                rows.Run("update balances set cents = cents + $2 where id = $1", @event.StreamId, e.Cents);
                break;
            default:
                throw Unknown(@event);
        }
    }
}
