namespace EcoprodPlatform.Benchmarks;

/// <summary>
/// Product and floor in alternating rounds of the same minutes, without the first round, which warms up. Rates are medians;
/// ratios are medians of each round's own ratio, so that a machine that is slow for some seconds is slow for both.
/// </summary>
internal static class Comparison
{
    private const int Rounds = 8;

    public static async IAsyncEnumerable<Measurement> RunAsync(
        string name, string unit, string otherwise, Cpu cpu, Func<Task<(double PerSecond, long Count)>> floor, Func<Task<(double PerSecond, long Count)>> ours, string aim, string? cpuAim)
    {
        var (rates, floorRates, costs, floorCosts) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await MeasureAsync(floor, floorRates, floorCosts);
            await MeasureAsync(ours, rates, costs);
        }

        var (o, f, oc, fc) = (Median(rates.Skip(1)), Median(floorRates.Skip(1)), Median(costs.Skip(1)), Median(floorCosts.Skip(1)));
        yield return new Measurement(name, o, $"{unit}/s", $"{otherwise} {f:N0}");
        yield return new Measurement("  of that rate", Median(rates.Zip(floorRates, (a, b) => a / b).Skip(1)), "ratio", aim);
        yield return new Measurement("  CPU each, program and PostgreSQL", oc, "µs", $"{otherwise} {fc:N1} µs");
        yield return new Measurement("  of that CPU", Median(costs.Zip(floorCosts, (a, b) => a / b).Skip(1)), "ratio", cpuAim);

        async Task MeasureAsync(Func<Task<(double PerSecond, long Count)>> work, List<double> perSecond, List<double> cost)
        {
            var before = cpu.Now;
            var (rate, count) = await work();
            perSecond.Add(rate);
            cost.Add((cpu.Now - before) / count);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
