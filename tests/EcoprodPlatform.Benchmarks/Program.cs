using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EcoprodPlatform.Benchmarks;

[assembly: SuppressMessage("ApiDesign", "RS0030", Justification = "A console program prints.")]

// Usage: EcoprodPlatform.Benchmarks [--seconds N] [--only log|read|platform|start|footprint|space] [--projects N] [--assessments N] [--platform-projects N] [--tags PER_SECOND] [--hosts N] [--bus memory|rabbitmq] [--before HOST.dll [--rounds N]] [--json FILE]
var seconds = Number("--seconds", 3);
var only = Option("--only");
var all = new List<Measurement>();
var machine = $"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC";
Console.WriteLine(machine);

if (only is null or "log")
{
    await foreach (var m in new LogBenchmark(seconds).RunAsync())
    {
        Show(m);
    }
}

if (only is null or "read")
{
    await foreach (var m in new ReadBenchmark(seconds).RunAsync())
    {
        Show(m);
    }
}

if (only is null or "platform")
{
    await PlatformAsync();
}

if (only is null or "start")
{
    await foreach (var m in StartBenchmark.RunAsync())
    {
        Show(m);
    }
}

if (only is null or "footprint")
{
    await foreach (var m in new FootprintBenchmark(seconds, Number("--assessments", 100_000)).RunAsync())
    {
        Show(m);
    }
}

if (only is null or "space")
{
    await foreach (var m in new SpaceBenchmark(seconds, Number("--projects", 10_000), Number("--platform-projects", 1_000_000), Option("--before")).RunAsync())
    {
        Show(m);
    }
}

var json = Option("--json") ?? Path.Combine("artifacts", "bench.json");
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(json))!);
await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { machine, figures = all }, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase }));
Console.WriteLine($"written to {json}");
return 0;

// With an older host beside, each in turn, so that an hour in which the machine is slow is slow for both.
async Task PlatformAsync()
{
    const string Host = "ECOPROD_TEST_HOST";
    var now = Environment.GetEnvironmentVariable(Host);
    var ratios = new Dictionary<string, List<double>>(StringComparer.Ordinal);
    for (var round = 0; round < Number("--rounds", 1); round++)
    {
        var older = new Dictionary<string, double>(StringComparer.Ordinal);
        if (Option("--before") is { } before)
        {
            Environment.SetEnvironmentVariable(Host, Path.GetFullPath(before));
            await foreach (var m in Platform())
            {
                older[m.Name] = m.Value;
                Show(m with { Name = $"before: {m.Name}" });
            }

            Environment.SetEnvironmentVariable(Host, now);
        }

        await foreach (var m in Platform())
        {
            Show(m);
            if (older.TryGetValue(m.Name, out var then))
            {
                ratios.TryAdd(m.Name, []);
                ratios[m.Name].Add(m.Value / then);
            }
        }
    }

    foreach (var (name, of) in ratios)
    {
        Show(new Measurement($"now / before: {name}", of.Order().ElementAt(of.Count / 2), "ratio", string.Join(", ", of.Select(r => r.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))));
    }
}

IAsyncEnumerable<Measurement> Platform() => new PlatformBenchmark(seconds, Number("--projects", 10_000), Number("--tags", 100), Number("--hosts", 1), Option("--bus") is "rabbitmq").RunAsync();

void Show(Measurement m)
{
    all.Add(m);
    Console.WriteLine(m);
}

int Number(string name, int otherwise)
    => Option(name) is { } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
