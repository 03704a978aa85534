using System.Text.RegularExpressions;

namespace EcoprodPlatform.Web.Mails;

/// <summary>
/// Somebody's own words in a mail to somebody else: a title, a name. Mail programs make links of whatever looks like an address, so a title could
/// carry one to people who never asked for it, under Ecoprod's name. A word joiner (U+2060, seen by nobody) keeps it a text.
/// </summary>
public static partial class Quoted
{
    private const char WordJoiner = '\u2060';

    public static string Of(string words) => Address().Replace(words, m => m.Value + WordJoiner);

    /// <summary>What holds an address together: a full stop inside a word, the colon of <c>https://</c>, an at sign.</summary>
    [GeneratedRegex(@"(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])|:(?=//)|@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
