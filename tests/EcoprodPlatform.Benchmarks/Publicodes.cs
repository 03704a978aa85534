using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EcoprodPlatform.Testing;

namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// publicodes, the engine in which the French state writes its calculators, to compare with: 1.10.3 from npm in a folder of its own,
/// run by node. Null where npm is not there or reaches nothing.
/// </summary>
internal sealed class Publicodes : IDisposable
{
    private const string Package = "publicodes@1.10.3";

    private readonly TestFolder _folder = new("bench-publicodes");

    private Publicodes()
    {
    }

    public static async Task<Publicodes?> InstallAsync()
    {
        var there = new Publicodes();
        try
        {
            await using (var script = typeof(Publicodes).Assembly.GetManifestResourceStream("publicodes.mjs")!)
            await using (var file = File.Create(there._folder.PathOf("publicodes.mjs")))
            {
                await script.CopyToAsync(file);
            }

            if (await there.RunAsync("npm", "install", "--silent", "--no-fund", "--no-audit", Package) is not null)
            {
                return there;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // no npm
        }

        there.Dispose();
        return null;
    }

    /// <summary>Evaluates an assessment for some seconds: what it comes to, and milliseconds for one.</summary>
    public async Task<(double Total, double Milliseconds)> EvaluateAsync(IEnumerable<(decimal Quantity, decimal Factor)> lines, int seconds)
    {
        await File.WriteAllTextAsync(_folder.PathOf("lines.json"), JsonSerializer.Serialize(lines.Select(l => new { quantity = l.Quantity, factor = l.Factor })));
        var said = await RunAsync("node", "publicodes.mjs", "lines.json", seconds.ToString(CultureInfo.InvariantCulture)) ?? throw new InvalidOperationException("publicodes failed.");
        using var answer = JsonDocument.Parse(said);
        return (answer.RootElement.GetProperty("total").GetDouble(), answer.RootElement.GetProperty("milliseconds").GetDouble() / answer.RootElement.GetProperty("count").GetInt32());
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string?> RunAsync(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { WorkingDirectory = _folder.Path, RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : null;
    }
}
