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

    /// <summary>Letters to change, add, drop or swap with the next (Levenshtein, with swaps); over <paramref name="most"/> it does not matter by how much.</summary>
    public static int Edits(string a, string b, int most = int.MaxValue)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++)
        {
            rows[i] = new int[b.Length + 1];
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0][j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var (row, above, aboveThat) = (rows[i % 3], rows[(i - 1) % 3], rows[(i + 1) % 3]);
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], above[j]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], aboveThat[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > most)
            {
                return least;
            }
        }

        return rows[a.Length % 3][b.Length];
    }
}
