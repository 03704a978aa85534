using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using EcoprodPlatform.CrashTest;

[assembly: SuppressMessage("ApiDesign", "RS0030", Justification = "A console program prints.")]

// Usage: EcoprodPlatform.CrashTest [--kills 100] [--seed N] [--rate PER_SECOND] [--json FILE]
var seed = Number("--seed", Random.Shared.Next(1, 1_000_000));
var options = CrashOptions.Long((int)Number("--kills", 100), (int)seed) with { Rate = Number("--rate", 20), Say = Console.WriteLine };
var report = await CrashRun.RunAsync(options);

Console.WriteLine();
foreach (var (name, value) in report.Figures)
{
    Console.WriteLine($"{value.ToString("#,0.##", CultureInfo.InvariantCulture),14}  {name}");
}

Console.WriteLine();
foreach (var (name, (compared, wrong)) in report.Checks)
{
    Console.WriteLine($"{(wrong == 0 ? "ok" : "WRONG"),-6}{compared,10}  {name}{(wrong == 0 ? "" : $": {wrong} differ")}");
}

foreach (var remark in report.Remarks)
{
    Console.WriteLine($"{Environment.NewLine}remark: {remark}");
}

foreach (var difference in report.Differences)
{
    Console.WriteLine($"{Environment.NewLine}{difference}");
}

var json = Option("--json") ?? Path.Combine("artifacts", "crash.json");
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(json))!);
await File.WriteAllTextAsync(json, JsonSerializer.Serialize(
    new { report.Seed, options.Kills, report.IsGood, report.Figures, Checks = report.Checks.ToDictionary(c => c.Key, c => new { c.Value.Compared, c.Value.Wrong }), report.Differences, report.Remarks },
    new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
Console.WriteLine();
Console.WriteLine($"seed {report.Seed}: {(report.IsGood ? "nothing lost, nothing twice" : $"{report.Differences.Count} differences")}; written to {json}");
return report.IsGood ? 0 : 1;

double Number(string name, double otherwise)
    => Option(name) is { } given ? double.Parse(given, CultureInfo.InvariantCulture) : otherwise;

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
