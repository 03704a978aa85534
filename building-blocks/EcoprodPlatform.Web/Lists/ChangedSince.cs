using System.Globalization;
using System.Text.RegularExpressions;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Web.Lists;

/// <summary>The moment from which on a program wants what has changed, so that it need not read a list whole again and again.</summary>
public static partial class ChangedSince
{
    /// <summary>ISO 8601 with its offset (<c>2026-11-01T00:00:00Z</c>); null when nothing is asked.</summary>
    /// <exception cref="RuleBrokenException"><c>filter.changed-since</c>: anything else. Without an offset nobody knows which moment is meant.</exception>
    public static DateTimeOffset? Read(string? written)
    {
        if (string.IsNullOrEmpty(written))
        {
            return null;
        }

        // In an address a plus sign that is not escaped arrives as a space.
        var text = written.Replace(' ', '+');
        return Iso().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment
            : throw new RuleBrokenException(
                "filter.changed-since",
                new Text(
                    "changedSince : un instant avec son décalage horaire est attendu, par exemple 2026-11-01T00:00:00Z ou 2026-11-01T01:00:00+01:00.",
                    "changedSince: a moment with its offset is expected, for example 2026-11-01T00:00:00Z or 2026-11-01T01:00:00+01:00."),
                field: "changedSince");
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Iso();
}
