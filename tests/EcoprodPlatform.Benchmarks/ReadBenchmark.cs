using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.EventSourcing.Following;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Testing;
using JasperFx.Events;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EcoprodPlatform.Benchmarks;

/// <summary>Reading back: a stream of 50 events loaded beside the same by hand in Npgsql, a projection rebuilt, a long stream loaded.</summary>
internal sealed class ReadBenchmark(int seconds)
{
    private const int LongStream = 50;
    private const int LongStreams = 200;
    private const int Edits = 5_000;
    private const int Lines = 300;

    private static readonly EventMap Map = EventMap.Create(e => e.Event<Weighed>("weighed.v1"));
    private static readonly string Words = string.Concat(Enumerable.Repeat("tournage ", 18));

    private readonly IdSource _ids = new(TimeProvider.System);

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        await using var log = new ModuleLog(database.ConnectionString, new LogDefinition("bench", Map, [new PerProject()], Assembly.GetExecutingAssembly(), KeptStates.Keep<Edited>));
        await new DatabaseMigrator([log], [], NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);
        await ExecuteAsync(log, "create table per_project (id uuid primary key, lines bigint not null, kg numeric not null, last text not null)");
        var cpu = await Cpu.OfAsync(log.DataSource);
        var store = new EventStore<ReadBenchmark>(new ModuleLog<ReadBenchmark>(log), _ids, TimeProvider.System);
        var streams = await LongStreamsAsync(store);
        foreach (var readers in new[] { 1, 8 })
        {
            await foreach (var m in Comparison.RunAsync(
                $"load of a stream of {LongStream} events, {readers} reader(s)",
                "streams",
                "by hand",
                cpu,
                () => RateAsync(readers, streams, id => LoadByHandAsync(log, id)),
                () => RateAsync(readers, streams, async id => (await store.LoadAsync<Scale>(id, default)).State),
                "aim ≥ 0.85",
                null))
            {
                yield return m;
            }
        }

        var rebuilt = Stopwatch.StartNew();
        await new ProjectionRebuild(log, TimeProvider.System).RunAsync("per-project", null, default);
        yield return new Measurement($"rebuild of a projection of SQL, {LongStreams * LongStream:N0} events", LongStreams * LongStream / rebuilt.Elapsed.TotalSeconds, "events/s");

        foreach (var m in (await EditedAsync(store)).Report($"load of {Lines} lines after {Edits:N0} edits", "aim ≤ 10 ms"))
        {
            yield return m;
        }
    }

    /// <summary>Appends as a busy crew edits, then loads as each page and command does.</summary>
    private async Task<Latencies> EditedAsync(EventStore<ReadBenchmark> store)
    {
        var id = _ids.NewId();
        var stream = new EventStream<Edited>(id, 0, Edited.Empty);
        var lines = Enumerable.Range(0, Lines).Select(_ => _ids.NewId()).ToArray();
        foreach (var piece in Enumerable.Range(0, Edits).Select(n => (object)new Weighed(lines[n % Lines], n, Words)).Chunk(50))
        {
            await store.Begin(Actor.System).Append(stream, piece).SaveAsync(default);
            stream = await store.LoadAsync<Edited>(id, default);
        }

        var latencies = new Latencies();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var loaded = await store.LoadAsync<Edited>(id, default);
            latencies.Add(Stopwatch.GetElapsedTime(started));
            if (loaded.Version != Edits)
            {
                throw new InvalidOperationException($"{loaded.Version} of {Edits} events");
            }
        }

        return latencies;
    }

    private async Task<Guid[]> LongStreamsAsync(EventStore<ReadBenchmark> store)
    {
        var streams = Enumerable.Range(0, LongStreams).Select(_ => _ids.NewId()).ToArray();
        foreach (var id in streams)
        {
            await store.Begin(Actor.System)
                .Append(new EventStream<Scale>(id, 0, Scale.Empty), Enumerable.Range(0, LongStream).Select(n => new Weighed(id, n + 0.5m, Words)))
                .SaveAsync(default);
        }

        return streams;
    }

    private static async Task<Scale> LoadByHandAsync(ModuleLog log, Guid id)
    {
        await using var command = log.DataSource.CreateCommand("select data from mt_events where stream_id = $1 order by version");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync();
        var state = Scale.Empty;
        while (await reader.ReadAsync())
        {
            state = state.Add(JsonSerializer.Deserialize<Weighed>(reader.GetFieldValue<byte[]>(0), EventMap.Json)!);
        }

        return state;
    }

    private async Task<(double PerSecond, long Count)> RateAsync(int readers, Guid[] streams, Func<Guid, Task<Scale>> load)
    {
        var started = Stopwatch.GetTimestamp();
        var until = TimeSpan.FromSeconds(seconds);
        var counts = await Task.WhenAll(Enumerable.Range(0, readers).Select(reader => Task.Run(async () =>
        {
            var count = 0L;
            for (; Stopwatch.GetElapsedTime(started) < until; count++)
            {
                var state = await load(streams[((count * 7) + reader) % streams.Length]);
                if (state.Lines != LongStream)
                {
                    throw new InvalidOperationException($"{state.Lines} of {LongStream} events");
                }
            }

            return count;
        })));
        return (counts.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds, counts.Sum());
    }

    private static async Task ExecuteAsync(ModuleLog log, string sql)
    {
        await using var command = log.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Weighed(Guid Structure, decimal Kg, string Note);

    private sealed record Scale(long Lines, decimal Kg, string Last) : IAggregate<Scale>
    {
        public static string StreamType => "scale";

        public static Scale Empty { get; } = new(0, 0, string.Empty);

        public Scale Apply(object @event) => Add((Weighed)@event);

        public Scale Add(Weighed e) => new(Lines + 1, Kg + e.Kg, e.Note);
    }

    /// <summary>As large as an assessment, and kept as it is.</summary>
    private sealed record Edited(ImmutableDictionary<Guid, Weighed> Lines) : IAggregate<Edited>
    {
        public static string StreamType => "edited";

        public static Edited Empty { get; } = new(ImmutableDictionary<Guid, Weighed>.Empty);

        public static int SnapshotForm => 1;

        public Edited Apply(object @event) => @event is Weighed e ? new(Lines.SetItem(e.Structure, e)) : throw new InvalidOperationException();
    }

    private sealed class PerProject() : SqlProjection("per-project")
    {
        public override IReadOnlyList<string> Tables => ["per_project"];

        public override void Apply(IEvent @event, ProjectionBatch rows)
        {
            var e = (Weighed)@event.Data;
            rows.Run(
                "insert into per_project values ($1, 1, $2, $3) on conflict (id) do update set lines = per_project.lines + 1, kg = per_project.kg + $2, last = $3",
                @event.StreamId, e.Kg, e.Note);
        }
    }
}
