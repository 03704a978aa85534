using System.Globalization;

namespace EcoprodPlatform.Benchmarks;

/// <summary>One figure of the table.</summary>
internal sealed record Measurement(string Name, double Value, string Unit, string? Note = null)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name,-62}{Value,14:N2} {Unit,-12} {Note}");
}

/// <summary>Durations of many operations, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly List<double> _all = [];

    public int Count => _all.Count;

    public void Add(TimeSpan duration)
    {
        lock (_all)
        {
            _all.Add(duration.TotalMilliseconds);
        }
    }

    public double At(double quantile)
    {
        lock (_all)
        {
            var sorted = _all.Order().ToArray();
            return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(quantile * sorted.Length) - 1)];
        }
    }

    public IEnumerable<Measurement> Report(string name, string? note = null)
    {
        yield return new Measurement($"{name}, p50", At(0.50), "ms", note);
        yield return new Measurement($"{name}, p99", At(0.99), "ms", $"n = {Count}");
    }
}
