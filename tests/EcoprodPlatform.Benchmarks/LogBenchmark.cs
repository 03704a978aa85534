using System.Diagnostics;
using System.Reflection;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using JasperFx.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EcoprodPlatform.Benchmarks;

/// <summary>Appends beside a bare Marten session, in alternating rounds; commit to projection visible.</summary>
internal sealed class LogBenchmark(int seconds)
{
    private static readonly EventMap Map = EventMap.Create(e => e.Event<Noted>("noted.v1"));
    private static readonly string Words = string.Concat(Enumerable.Repeat("tournage ", 26));

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly IdSource _ids = new(TimeProvider.System);

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await foreach (var m in AppendsAsync(database))
        {
            yield return m;
        }

        await using var log = await LogAsync(database, "followed", new LastNote(isInline: false));
        var store = StoreOf(log);
        using var daemon = new LogDaemon([log], [], TimeProvider.System, NullLogger<LogDaemon>.Instance);
        await daemon.StartAsync(default);
        await daemon.CaughtUpAsync(default);
        var follower = daemon.Followers.Single();
        var visible = await VisibleAsync(log, store, follower);
        foreach (var m in visible.Report("commit → asynchronous projection visible, 100 events/s", "aim p50 ≤ 3, p99 ≤ 15 ms"))
        {
            yield return m;
        }

        foreach (var m in (await BesideOthersAsync(log, store, follower)).Report("the same beside an unrelated write transaction and appends rolled back", "aim: as before"))
        {
            yield return m;
        }

        var rested = new Latencies();
        for (var i = 0; i < 5; i++)
        {
            await Task.Delay(Rest);
            rested.Add(await SeenAsync(log, store, follower));
        }

        yield return new Measurement($"the same after {Rest.TotalSeconds:0} s of idleness, longest of {rested.Count}", rested.At(1), "ms", "aim ≤ 15 ms");
        await daemon.StopAsync(default);
    }

    /// <summary>The door of this platform beside a bare Marten session, first in the append mode that is Marten's fastest here.</summary>
    private async IAsyncEnumerable<Measurement> AppendsAsync(TestDatabase database)
    {
        await using var log = await LogAsync(database, "ours", new LastNote(isInline: true));
        var store = StoreOf(log);
        var cpu = await Cpu.OfAsync(log.DataSource);
        var best = (Mode: EventAppendMode.Rich, Rate: 0.0);
        foreach (var mode in new[] { EventAppendMode.Rich, EventAppendMode.Quick, EventAppendMode.QuickWithServerTimestamps })
        {
            await using var tried = await BareAsync(database, mode);
            await RateAsync(1, 1, (id, version) => tried.Bare.AppendAsync(id, version, [new Noted(Words)]));
            var (rate, _) = await RateAsync(1, 1, (id, version) => tried.Bare.AppendAsync(id, version, [new Noted(Words)]));
            yield return new Measurement($"bare Marten, {mode}, 1 event, 1 writer", rate, "events/s");
            best = rate > best.Rate ? (mode, rate) : best;
        }

        await using var bare = await BareAsync(database, best.Mode);
        foreach (var (writers, size) in new[] { (1, 1), (8, 1), (1, 10), (8, 10) })
        {
            var words = Enumerable.Repeat(new Noted(Words), size).ToArray();
            await foreach (var m in Comparison.RunAsync(
                $"append, {size} event(s) and inline row, {writers} writer(s)",
                "events",
                $"bare Marten, {best.Mode}",
                cpu,
                () => RateAsync(writers, size, (id, version) => bare.Bare.AppendAsync(id, version, words)),
                () => RateAsync(writers, size, (id, version) => AppendAsync(store, id, version, words)),
                "aim ≥ 0.90",
                "aim ≤ 1.15"))
            {
                yield return m;
            }
        }
    }

    private static EventStore<LogBenchmark> StoreOf(ModuleLog log) => new(new ModuleLog<LogBenchmark>(log), new IdSource(TimeProvider.System), TimeProvider.System);

    private static async Task<ModuleLog> LogAsync(TestDatabase database, string schema, LastNote projection)
    {
        var log = new ModuleLog(database.ConnectionString, new LogDefinition(schema, Map, [projection], Assembly.GetExecutingAssembly()));
        await new DatabaseMigrator([log], [], NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);
        await ExecuteAsync(log, LastNote.Table);
        return log;
    }

    private int _bare;

    private async Task<BareInSchema> BareAsync(TestDatabase database, EventAppendMode mode)
    {
        var log = new ModuleLog(database.ConnectionString, new LogDefinition($"bare{++_bare}", Map, [], Assembly.GetExecutingAssembly()));
        await database.ExecuteAsync($"create role {log.Role} nologin; grant {log.Role} to current_user; create schema {log.Schema} authorization {log.Role}");
        await ExecuteAsync(log, LastNote.Table);
        return new BareInSchema(log, await BareMarten.CreateAsync(log, mode));
    }

    private sealed record BareInSchema(ModuleLog Log, BareMarten Bare) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Bare.DisposeAsync();
            await Log.DisposeAsync();
        }
    }

    /// <summary>A transaction that wrote to another table stays open all the time, and ten appends a second draw positions and are rolled back.</summary>
    private async Task<Latencies> BesideOthersAsync(ModuleLog log, EventStore<LogBenchmark> store, FollowerStatus follower)
    {
        await using var held = await log.DataSource.OpenConnectionAsync();
        await using var unrelated = await held.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand("create table unrelated (n int); insert into unrelated values (1)", held, unrelated))
        {
            await write.ExecuteNonQueryAsync();
        }

        using var stop = new CancellationTokenSource();
        var failing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await using var connection = await log.DataSource.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await store.Begin(Actor.System).Append(new EventStream<Note>(_ids.NewId(), 0, Note.Empty), new Noted(Words)).SaveAsync(transaction, default);
                await transaction.RollbackAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        });
        var latencies = await VisibleAsync(log, store, follower);
        await stop.CancelAsync();
        await failing;
        await unrelated.RollbackAsync();
        return latencies;
    }

    private async Task<Latencies> VisibleAsync(ModuleLog log, EventStore<LogBenchmark> store, FollowerStatus follower)
    {
        var latencies = new Latencies();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < seconds * 100; i++)
        {
            await ticks.WaitForNextTickAsync();
            latencies.Add(await SeenAsync(log, store, follower));
        }

        return latencies;
    }

    /// <summary>From the commit of one event until its row is there.</summary>
    private async Task<TimeSpan> SeenAsync(ModuleLog log, EventStore<LogBenchmark> store, FollowerStatus follower)
    {
        var id = _ids.NewId();
        await AppendAsync(store, id, 0, [new Noted(Words)]);
        var committed = Stopwatch.GetTimestamp();
        while (true)
        {
            var seen = follower.Moved.Count;
            await using var command = log.DataSource.CreateCommand("select 1 from last_note where id = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            if (await command.ExecuteScalarAsync() is not null)
            {
                return Stopwatch.GetElapsedTime(committed);
            }

            await follower.Moved.WaitAsync(seen, TimeSpan.FromMilliseconds(5), TimeProvider.System, default);
        }
    }

    private async Task<(double PerSecond, long Count)> RateAsync(int writers, int size, Func<Guid, long, Task> write)
    {
        var started = Stopwatch.GetTimestamp();
        var until = TimeSpan.FromSeconds(seconds);
        var counts = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            var count = 0L;
            while (Stopwatch.GetElapsedTime(started) < until)
            {
                var id = _ids.NewId();
                for (var version = 0L; version < 10 * size; version += size, count += size)
                {
                    await write(id, version);
                }
            }

            return count;
        })));
        return (counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds, counts.Sum());
    }

    private static Task<AppendResult> AppendAsync(EventStore<LogBenchmark> store, Guid id, long version, Noted[] events)
        => store.Begin(Actor.System).Append(new EventStream<Note>(id, version, Note.Empty), events).SaveAsync(default);

    private static async Task ExecuteAsync(ModuleLog log, string sql)
    {
        await using var command = log.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal sealed record Noted(string Text);

    internal sealed record Note : IAggregate<Note>
    {
        public static string StreamType => "note";

        public static Note Empty { get; } = new();

        public Note Apply(object @event) => this;
    }

    internal sealed class LastNote(bool isInline) : SqlProjection("last-note")
    {
        public const string Table = "create table last_note (id uuid primary key, text text not null)";

        public override IReadOnlyList<string> Tables => ["last_note"];

        public override bool IsInline { get; } = isInline;

        public override void Apply(IEvent @event, ProjectionBatch rows) => rows.Run(
            "insert into last_note values ($1, $2) on conflict (id) do update set text = excluded.text", @event.StreamId, ((Noted)@event.Data).Text);
    }
}
