using System.Diagnostics;
using System.Globalization;
using EcoprodPlatform.Testing;

namespace EcoprodPlatform.Benchmarks;

/// <summary>What a newcomer waits for: <c>deploy/run</c> started again on its data, with its private PostgreSQL, until /health/ready says yes.</summary>
internal static class StartBenchmark
{
    private const int Times = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async IAsyncEnumerable<Measurement> RunAsync()
    {
        using var folder = new TestFolder("bench-start");
        var port = Ports.Take();
        // The first one installs, builds and loads the demo data: another matter.
        await StartAndStopAsync(folder, port);
        var seconds = new List<double>();
        for (var n = 0; n < Times; n++)
        {
            seconds.Add(await StartAndStopAsync(folder, port));
        }

        yield return new Measurement("deploy/run, second start, to ready", seconds.Order().ElementAt(Times / 2), "s", $"aim ≤ 5; of {Times}: {string.Join(", ", seconds.Select(s => s.ToString("0.0", CultureInfo.InvariantCulture)))}");
    }

    private static async Task<double> StartAndStopAsync(TestFolder folder, int port)
    {
        var clock = Stopwatch.StartNew();
        var log = folder.PathOf("run.log");
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" </dev/null >>\"$1\" 2>&1", Repository.PathOf("deploy", "run"), log]) { UseShellExecute = false };
        start.Environment["ECOPROD_DATA"] = folder.PathOf("data");
        start.Environment["ECOPROD_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        using var run = Process.Start(start)!;
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{start.Environment["ECOPROD_PORT"]}"), Timeout = TimeSpan.FromSeconds(5) };
        while (!await IsReadyAsync(client))
        {
            if (run.HasExited || clock.Elapsed > Patience)
            {
                throw new InvalidOperationException(await File.ReadAllTextAsync(log));
            }

            await Task.Delay(20);
        }

        var elapsed = clock.Elapsed.TotalSeconds;
        using var kill = Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]);
        await run.WaitForExitAsync();
        return elapsed;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
