using System.Collections.Concurrent;

namespace EcoprodPlatform.CrashTest;

/// <summary>What was compared, what was found different, and what was measured.</summary>
public sealed class CrashReport
{
    private const int Shown = 20;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, (long Compared, long Wrong)> _checks = new(StringComparer.Ordinal);
    private readonly List<string> _differences = [];
    private readonly Dictionary<string, double> _figures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);

    /// <summary>Worth a person's look, though nothing was lost by it.</summary>
    public ConcurrentQueue<string> Remarks { get; } = new();

    public int Seed { get; init; }

    /// <summary>What does not agree with the model.</summary>
    public IReadOnlyList<string> Differences
    {
        get
        {
            lock (_gate)
            {
                return [.. _differences];
            }
        }
    }

    public bool IsGood => Differences.Count == 0;

    public IReadOnlyDictionary<string, (long Compared, long Wrong)> Checks => _checks;

    public IReadOnlyDictionary<string, double> Figures => _figures;

    internal void Check(string name, bool holds, string otherwise)
    {
        lock (_gate)
        {
            var (compared, wrong) = _checks.GetValueOrDefault(name);
            _checks[name] = (compared + 1, wrong + (holds ? 0 : 1));
            if (!holds && wrong < Shown)
            {
                _differences.Add($"{name}: {otherwise}");
            }
        }
    }

    internal void Count(string name, double value)
    {
        lock (_gate)
        {
            _figures[name] = _figures.GetValueOrDefault(name) + value;
        }
    }

    internal void Figure(string name, double value)
    {
        lock (_gate)
        {
            _figures[name] = value;
        }
    }

    /// <summary>A mail with this Message-ID is one that a platform sent.</summary>
    internal void Claim(string messageId)
    {
        lock (_gate)
        {
            _claimed.Add(messageId);
        }
    }

    internal bool IsClaimed(string messageId) => _claimed.Contains(messageId);
}
