namespace EcoprodPlatform.Kernel;

/// <summary>How near one word is to another.</summary>
public static class Spelling
{
    private const int Longest = 60;

    /// <summary>The known name that was meant, most likely; null when none is near. Case does not count.</summary>
    public static string? Nearest(string written, IEnumerable<string> known)
    {
        var wanted = (written.Length > Longest ? written[..Longest] : written).ToLowerInvariant();
        var most = Math.Max(1, wanted.Length / 3);
        return known.Select(name => (Name: name, Edits: Edits(wanted, name.ToLowerInvariant())))
            .Where(n => n.Edits <= most).OrderBy(n => n.Edits).Select(n => n.Name).FirstOrDefault();
    }

    /// <summary>Letters to add, drop or change to make one word of the other.</summary>
    public static int Edits(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
