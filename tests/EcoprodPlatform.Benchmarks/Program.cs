using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EcoprodPlatform.Benchmarks;

[assembly: SuppressMessage("ApiDesign", "RS0030", Justification = "A console program prints.")]

// Usage: EcoprodPlatform.Benchmarks [--seconds N] [--only log|read|platform|start] [--projects N] [--tags PER_SECOND] [--json FILE]
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
    await foreach (var m in new PlatformBenchmark(seconds, Number("--projects", 10_000), Number("--tags", 100)).RunAsync())
    {
        Show(m);
    }
}

if (only is null or "start")
{
    await foreach (var m in StartBenchmark.RunAsync())
    {
        Show(m);
    }
}

var json = Option("--json") ?? Path.Combine("artifacts", "bench.json");
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(json))!);
await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { machine, figures = all }, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase }));
Console.WriteLine($"written to {json}");
return 0;

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
