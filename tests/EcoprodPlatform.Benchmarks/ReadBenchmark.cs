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
using NpgsqlTypes;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// Reading back: a projection rebuilt from 200,000 events, to 20,000 rows and grouped to 100, and a stream of 50 events
/// loaded; beside the same by hand in Npgsql: select, deserialize, fold, COPY.
/// </summary>
internal sealed class ReadBenchmark(int seconds)
{
    private const int Events = 200_000;
    private const int PerStream = 10;
    private const int OpenAtOnce = 1000;
    private const int Groups = 100;
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
        await using var log = new ModuleLog(database.ConnectionString, new LogDefinition("bench", Map, [new PerProject(), new PerStructure()], Assembly.GetExecutingAssembly()));
        await new DatabaseMigrator([log], [], NullLogger<DatabaseMigrator>.Instance).MigrateAsync(default);
        foreach (var table in (string[])["per_project", "per_structure", "by_hand"])
        {
            await ExecuteAsync(log, $"create table {table} (id uuid primary key, lines bigint not null, kg numeric not null, last text not null)");
        }

        await FillAsync(log);
        var cpu = await Cpu.OfAsync(log.DataSource);
        foreach (var (name, title, key) in new (string, string, Func<Guid, Weighed, Guid>)[]
                 {
                     ("per-project", "rebuild, 200,000 events to 20,000 rows", (stream, _) => stream),
                     ("per-structure", "rebuild, 200,000 events grouped to 100 rows", (_, e) => e.Structure),
                 })
        {
            await foreach (var m in Comparison.RunAsync(
                title,
                "events",
                cpu,
                () => TimedAsync(() => RebuildByHandAsync(log, key)),
                () => TimedAsync(() => new ProjectionRebuild(log, TimeProvider.System).RunAsync(name, null, default)),
                "aim ≥ 0.60",
                "aim ≤ 1.60"))
            {
                yield return m;
            }
        }

        var store = new EventStore<ReadBenchmark>(new ModuleLog<ReadBenchmark>(log), _ids, TimeProvider.System);
        var streams = await LongStreamsAsync(store);
        foreach (var readers in new[] { 1, 8 })
        {
            await foreach (var m in Comparison.RunAsync(
                $"load of a stream of {LongStream} events, {readers} reader(s)",
                "streams",
                cpu,
                () => RateAsync(readers, streams, id => LoadByHandAsync(log, id)),
                () => RateAsync(readers, streams, async id => (await store.LoadAsync<Scale>(id, default)).State),
                "aim ≥ 0.85",
                null))
            {
                yield return m;
            }
        }

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

    /// <summary>A thousand streams open at a time, as works in production are: the events of one lie far apart.</summary>
    private async Task FillAsync(ModuleLog log)
    {
        var random = new Random(1);
        var structures = Enumerable.Range(0, Groups).Select(_ => _ids.NewId()).ToArray();
        var actor = _ids.NewId();
        await using var connection = await log.DataSource.OpenConnectionAsync();
        var streams = new List<Guid>();
        await using (var copy = await connection.BeginBinaryImportAsync("copy events (id, stream_id, version, name, data, actor_id, command_id, correlation_id, recorded_at) from stdin (format binary)"))
        {
            var open = new List<(Guid Id, int Version)>();
            for (var n = 0; n < Events; n++)
            {
                if (open.Count < OpenAtOnce && streams.Count < Events / PerStream)
                {
                    open.Add((_ids.NewId(), 0));
                    streams.Add(open[^1].Id);
                }

                var at = random.Next(open.Count);
                var (id, version) = open[at];
                await copy.StartRowAsync();
                await copy.WriteAsync(_ids.NewId(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(version + 1L, NpgsqlDbType.Bigint);
                await copy.WriteAsync("weighed.v1", NpgsqlDbType.Text);
                await copy.WriteAsync(Map.Write(new Weighed(structures[n % Groups], n % 977 + 0.25m, Words)), NpgsqlDbType.Jsonb);
                await copy.WriteAsync(actor, NpgsqlDbType.Uuid);
                await copy.WriteAsync(_ids.NewId(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(_ids.NewId(), NpgsqlDbType.Uuid);
                await copy.WriteAsync(TimeProvider.System.GetUtcNow(), NpgsqlDbType.TimestampTz);
                open[at] = (id, version + 1);
                if (version + 1 == PerStream)
                {
                    open.RemoveAt(at);
                }
            }

            await copy.CompleteAsync();
        }

        await ExecuteAsync(log, "insert into streams (id, type, version) select stream_id, 'scale', max(version) from events group by stream_id");
        await ExecuteAsync(log, "analyze");
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

    private static async Task RebuildByHandAsync(ModuleLog log, Func<Guid, Weighed, Guid> key)
    {
        var rows = new Dictionary<Guid, Scale>();
        await using var connection = await log.DataSource.OpenConnectionAsync();
        await using (var command = new NpgsqlCommand("select stream_id, data from events order by position", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var e = JsonSerializer.Deserialize<Weighed>(reader.GetFieldValue<byte[]>(1), EventMap.Json)!;
                var id = key(reader.GetGuid(0), e);
                rows[id] = rows.GetValueOrDefault(id, Scale.Empty).Add(e);
            }
        }

        await using (var truncate = new NpgsqlCommand("truncate by_hand", connection))
        {
            await truncate.ExecuteNonQueryAsync();
        }

        await using var copy = await connection.BeginBinaryImportAsync("copy by_hand from stdin (format binary)");
        foreach (var (id, row) in rows)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(id, NpgsqlDbType.Uuid);
            await copy.WriteAsync(row.Lines, NpgsqlDbType.Bigint);
            await copy.WriteAsync(row.Kg, NpgsqlDbType.Numeric);
            await copy.WriteAsync(row.Last, NpgsqlDbType.Text);
        }

        await copy.CompleteAsync();
    }

    private static async Task<Scale> LoadByHandAsync(ModuleLog log, Guid id)
    {
        await using var command = log.DataSource.CreateCommand("select data from events where stream_id = $1 order by version");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync();
        var state = Scale.Empty;
        while (await reader.ReadAsync())
        {
            state = state.Add(JsonSerializer.Deserialize<Weighed>(reader.GetFieldValue<byte[]>(0), EventMap.Json)!);
        }

        return state;
    }

    private static async Task<(double PerSecond, long Count)> TimedAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return (Events / Stopwatch.GetElapsedTime(started).TotalSeconds, Events);
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

    private abstract class Totals : RowProjection<Scale>
    {
        protected override bool ReadsMetadata => false;

        protected override Scale Fold(Scale? row, IEvent @event) => (row ?? Scale.Empty).Add((Weighed)@event.Data);

        protected static RowTable<Scale> TableOf(string name) => new RowTable<Scale>(name, "id", r => new Scale(r.GetInt64(1), r.GetDecimal(2), r.GetString(3)))
            .With("lines", NpgsqlDbType.Bigint, r => r.Lines)
            .With("kg", NpgsqlDbType.Numeric, r => r.Kg)
            .With("last", NpgsqlDbType.Text, r => r.Last);
    }

    private sealed class PerProject : Totals
    {
        public override string Name => "per-project";

        protected override RowTable<Scale> Table { get; } = TableOf("per_project");

        protected override Guid? KeyOf(IEvent @event) => @event.StreamId;
    }

    private sealed class PerStructure : Totals
    {
        public override string Name => "per-structure";

        protected override RowTable<Scale> Table { get; } = TableOf("per_structure");

        protected override Guid? KeyOf(IEvent @event) => ((Weighed)@event.Data).Structure;
    }
}
