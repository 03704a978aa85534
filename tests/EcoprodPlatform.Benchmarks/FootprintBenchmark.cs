using System.Diagnostics;
using System.Globalization;
using EcoprodPlatform.EventSourcing;
using EcoprodPlatform.Footprint;
using EcoprodPlatform.Footprint.Assessments;
using EcoprodPlatform.Footprint.Contracts;
using EcoprodPlatform.Footprint.Distances;
using EcoprodPlatform.Footprint.Factors;
using EcoprodPlatform.Footprint.OwnFactors;
using EcoprodPlatform.Footprint.Upgrades;
using EcoprodPlatform.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EcoprodPlatform.Benchmarks;

/// <summary>The calculator: one result in memory, a newer catalogue over all assessments of the platform, answers and files on a running host.</summary>
internal sealed class FootprintBenchmark(int seconds, int assessments)
{
    private const int LinesEach = 60;
    private const int Rounds = 5;

    private static readonly Factor[] Usable = [.. FactorFile.Embedded().Facts.Where(f => f.IsUsable)];

    public async IAsyncEnumerable<Measurement> RunAsync()
    {
        using var publicodes = await Publicodes.InstallAsync();
        var each = new List<double>();
        await foreach (var m in EvaluateAsync(publicodes, each))
        {
            yield return m;
        }

        if (assessments > 0)
        {
            await foreach (var m in EffectAsync(each.Count == 0 ? null : Median(each)))
            {
                yield return m;
            }
        }

        await foreach (var m in new FootprintHostBenchmark(seconds).RunAsync())
        {
            yield return m;
        }
    }

    /// <summary>An assessment of this many lines, over all departments, posts, phases and factors.</summary>
    public static ActivityLine[] Lines(int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var factor = Usable[i * 7 % Usable.Length];
        return new ActivityLine(
            new Guid(i + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]),
            Departments.All[i % Departments.All.Count].Code,
            EmissionPosts.All[i * 5 % EmissionPosts.All.Count].Code,
            Phases.All[i % Phases.All.Count].Code,
            new LineFactor(factor.Code, 1, factor.Value, factor.QuantityUnit!),
            (i + 1) * 1.25m,
            null);
    })];

    /// <summary>Ours and publicodes in alternating rounds; the ratio is the median of each round's own.</summary>
    private async IAsyncEnumerable<Measurement> EvaluateAsync(Publicodes? publicodes, List<double> each)
    {
        var lines = Lines(LinesEach);
        var (ours, ratios) = (new List<double>(), new List<double>());
        _ = Evaluate(lines, seconds);
        for (var round = 0; round < Rounds; round++)
        {
            var milliseconds = Evaluate(lines, seconds);
            ours.Add(milliseconds);
            if (publicodes is not null)
            {
                var (total, theirs) = await publicodes.EvaluateAsync(lines.Select(l => (l.Quantity, l.Factor.Value)), seconds);
                var exact = (double)ResultCube.Of(lines).Total.Kilograms;
                if (Math.Abs(total - exact) > exact * 1e-9)
                {
                    throw new InvalidOperationException($"publicodes has {total}, we have {exact}.");
                }

                each.Add(theirs);
                ratios.Add(theirs / milliseconds);
            }
        }

        yield return new Measurement(
            $"result of an assessment of {LinesEach} lines, in memory", 1000 / Median(ours), "per s",
            string.Create(CultureInfo.InvariantCulture, $"{Median(ours) * 1000:0.0} µs each, one thread; {ResultCube.Of(lines).Cells.Length} cells"));
        yield return publicodes is null
            ? new Measurement("  publicodes", double.NaN, "ratio", "not measured: npm or its registry is not there")
            : new Measurement(
                "  times as fast as publicodes 1.10.3 on node", Median(ratios), "ratio",
                $"{Median(each).ToString("0.0", CultureInfo.InvariantCulture)} ms each; {string.Join(", ", ratios.Select(r => r.ToString("0", CultureInfo.InvariantCulture)))}; aim ≥ 1,000");
    }

    private static double Evaluate(ActivityLine[] lines, int seconds)
    {
        var (count, kilograms, clock) = (0L, 0m, Stopwatch.StartNew());
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < 100; i++)
            {
                kilograms = ResultCube.Of(lines).Total.Kilograms;
                count++;
            }
        }

        return kilograms > 0 ? clock.Elapsed.TotalMilliseconds / count : double.NaN;
    }

    /// <summary>All assessments of the platform with the values of another catalogue, as the job of the product computes and keeps it.</summary>
    private async IAsyncEnumerable<Measurement> EffectAsync(double? publicodes)
    {
        await using var database = await TestPostgres.CreateDatabaseAsync();
        using var folder = new TestFolder("bench");
        var (code, output) = await HostProcess.RunAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings:Ecoprod"] = database.ConnectionString, ["Data:Folder"] = folder.Path }, "demo");
        if (code != 0)
        {
            throw new InvalidOperationException(output);
        }

        var clock = Stopwatch.StartNew();
        await WriteAsync(database);
        yield return new Measurement("written for it: lines", assessments * (double)LinesEach, "rows", $"{clock.Elapsed.TotalSeconds:0} s");

        await using var log = new ModuleLog(database.ConnectionString, FootprintModule.Log);
        var module = new ModuleLog<FootprintModule>(log);
        var catalogue = new FactorCatalogue(module, Newer(), TimeProvider.System, NullLogger<FactorCatalogue>.Instance);
        var job = new CatalogueEffect(module, catalogue, new FactorList(module, catalogue, FossilFile.Embedded(), new OwnFactorList(module, TimeProvider.System), ContrailFile.Embedded(), new NamedPlaces(CityFile.Embedded())), TimeProvider.System);
        var cpu = await Cpu.OfAsync(database.Source);
        var (took, used) = (new List<double>(), new List<double>());
        using var looking = new CancellationTokenSource();
        var most = Task.Run(() => cpu.MostMemoryAsync(looking.Token));
        for (var round = 0; round < Rounds; round++)
        {
            var before = cpu.Now;
            clock.Restart();
            await job.RunAsync(CancellationToken.None);
            took.Add(clock.Elapsed.TotalSeconds);
            used.Add((cpu.Now - before) / 1e6);
        }

        await looking.CancelAsync();
        var memory = await most;
        var rows = await database.ScalarAsync<long>("select count(*) from footprint.catalogue_effect");
        var changed = await database.ScalarAsync<long>("select count(*) from footprint.catalogue_effect where kg_after <> kg_before");
        yield return new Measurement(
            $"another catalogue over {rows:N0} assessments, read, computed, written", Median(took), "s",
            $"{string.Join(", ", took.Select(t => t.ToString("0.0", CultureInfo.InvariantCulture)))}; {changed:N0} change; CPU {Median(used).ToString("0.0", CultureInfo.InvariantCulture)} s; aim ≤ 10");
        yield return new Measurement("  memory of PostgreSQL and the program at most (PSS)", memory, "MB", "shared buffers counted once; aim ≤ 1,000");
        if (publicodes is { } milliseconds)
        {
            yield return new Measurement("  times as fast as publicodes merely evaluating as many", milliseconds * rows / 1000 / Median(took), "ratio", $"{milliseconds * rows / 1000:0} s by its time for one; aim ≥ 45");
        }
    }

    /// <summary>Lines of one assessment lie far from one another, as they do when many people enter them at once.</summary>
    private async Task WriteAsync(TestDatabase database)
    {
        await using var command = database.Source.CreateCommand(
            $"""
            set role ecoprod_footprint;
            set search_path = footprint;
            create temp table usable as
              select row_number() over (order by code) - 1 as place, count(*) over () as many, code, value, quantity_unit, catalogue_version
              from factors where catalogue_version = 1 and barrier is null and quantity_unit is not null;
            insert into assessments (project_id, kind, version, is_frozen, changed_at)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(p), 12, '0'))::uuid, 'provisional', 1, false, now() from generate_series(1, {assessments}) p;
            insert into assessment_lines (project_id, kind, line_id, line_version, added_at, place, department, post, phase, factor_code, catalogue_version, factor_value, quantity_unit, quantity)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(p), 12, '0'))::uuid, 'provisional', ('00000000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
              1, 1, n, 'transport', 'transport', 'shooting', u.code, u.catalogue_version, u.value, u.quantity_unit, (n * 37 + p % 1000) / 100.0
            from generate_series(1, {LinesEach}) n
            cross join generate_series(1, {assessments}) p
            join usable u on u.place = (n * 31 + p * 7) % u.many;
            reset role;
            """);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
        await database.ExecuteAsync("analyze footprint.assessment_lines");
        await database.ExecuteAsync("analyze footprint.assessments");
    }

    /// <summary>A third of the values is another, some facts are gone, some count in another unit.</summary>
    private static FactorFile Newer() => new(
        new string('f', 64),
        [.. FactorFile.Embedded().Facts.Where((_, i) => i % 50 != 1).Select((f, i) => (i % 50, i % 3) switch
        {
            (7, _) => f with { Unit = f.Unit + "-other" },
            (_, 0) => f with { Value = f.Value * 1.03m },
            _ => f,
        })]);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
