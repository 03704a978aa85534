using System.Diagnostics;
using System.Reflection;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using JasperFx.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace EcoprodPlatform.Benchmarks;

/// <summary>Appends beside the same written by hand, in alternating rounds; commit to projection visible.</summary>
internal sealed class LogBenchmark(int seconds)
{
    private static readonly EventMap Map = EventMap.Create(e => e.Event<Noted>("noted.v1"));
    private static readonly string Words = string.Concat(Enumerable.Repeat("tournage ", 26));

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly IdSource _ids = new(TimeProvider.System);

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await using var log = new ModuleLog(database.ConnectionString, new LogDefinition("bench", Map, [new LastNote()], Assembly.GetExecutingAssembly()));
        await new DatabaseMigrator([log], [], NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);
        await ExecuteAsync(log, LastNote.Table);
        await ExecuteAsync(log, "create table raw (position bigint generated always as identity primary key, id uuid not null, stream_id uuid not null, version bigint not null, name text not null, data jsonb not null, actor_id uuid not null, command_id uuid not null, correlation_id uuid not null, recorded_at timestamptz not null, unique (stream_id, version))");
        var store = new EventStore<LogBenchmark>(new ModuleLog<LogBenchmark>(log), _ids, TimeProvider.System);

        var cpu = await Cpu.OfAsync(log.DataSource);
        foreach (var (writers, size) in new[] { (1, 1), (8, 1), (1, 10), (8, 10) })
        {
            var words = Enumerable.Repeat(new Noted(Words), size).ToArray();
            var floor = new Floor(log, _ids, Map);
            await foreach (var m in Comparison.RunAsync(
                $"append, {size} event(s) per unit of work, {writers} writer(s)",
                "events",
                cpu,
                () => RateAsync(writers, size, (id, version) => floor.AppendAsync(id, version, words)),
                () => RateAsync(writers, size, (id, version) => AppendAsync(store, id, version, words)),
                size == 1 ? "aim ≥ 0.90" : "aim ≥ 0.85",
                "aim ≤ 1.15"))
            {
                yield return m;
            }
        }

        foreach (var writers in new[] { 1, 8 })
        {
            await foreach (var m in Comparison.RunAsync(
                $"append beside a bare INSERT of the same row, without any check, {writers} writer(s)",
                "events",
                cpu,
                () => RateAsync(writers, 1, (id, version) => RawAsync(log, id, version)),
                () => RateAsync(writers, 1, (id, version) => AppendAsync(store, id, version, [new Noted(Words)])),
                "aim ≥ 0.60",
                null))
            {
                yield return m;
            }
        }

        using var daemon = new LogDaemon([log], [], TimeProvider.System, NullLogger<LogDaemon>.Instance);
        await daemon.StartAsync(default);
        await daemon.CaughtUpAsync(default);
        var follower = daemon.Followers.Single();
        var visible = await VisibleAsync(log, store, follower);
        foreach (var m in visible.Report("commit → asynchronous projection visible, 100 events/s", "aim p50 ≤ 3, p99 ≤ 10 ms"))
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

        yield return new Measurement($"the same after {Rest.TotalSeconds:0} s of idleness, longest of {rested.Count}", rested.At(1), "ms", "aim ≤ 10 ms");
        await daemon.StopAsync(default);
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
                await store.Begin(Actor.System).Append(new EventStream<Note>(_ids.NewId(), 0, Note.Empty), new Noted(Words)).SaveAsync(connection, transaction, default);
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

    private async Task RawAsync(ModuleLog log, Guid id, long version)
    {
        await using var command = log.DataSource.CreateCommand("insert into raw (id, stream_id, version, name, data, actor_id, command_id, correlation_id, recorded_at) values ($1, $2, $3, 'noted.v1', $4, $5, $6, $6, $7)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _ids.NewId() });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version + 1 });
        command.Parameters.Add(new NpgsqlParameter { Value = Map.Write(new Noted(Words)), NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Empty });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _ids.NewId() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = TimeProvider.System.GetUtcNow() });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(ModuleLog log, string sql)
    {
        await using var command = log.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    internal sealed record Noted(string Text);

    private sealed record Note : IAggregate<Note>
    {
        public static string StreamType => "note";

        public static Note Empty { get; } = new();

        public Note Apply(object @event) => this;
    }

    private sealed class LastNote() : SqlProjection("last-note")
    {
        public const string Table = "create table last_note (id uuid primary key, text text not null)";

        public override IReadOnlyList<string> Tables => ["last_note"];

        public override void Apply(IEvent @event, ProjectionBatch rows) => rows.Run(
            "insert into last_note values ($1, $2) on conflict (id) do update set text = excluded.text", @event.StreamId, ((Noted)@event.Data).Text);
    }
}
