using System.Text.RegularExpressions;

namespace EcoprodPlatform.Mail;

/// <summary>
/// Links by which whoever holds them signs in, chooses a password or joins a project. Where a mail is shown to somebody it was not written to,
/// their secret part is left out.
/// </summary>
public static partial class PersonalLinks
{
    /// <summary>The text with the query of every link, and every long random piece of its path, replaced by "…".</summary>
    public static string Mask(string text) => Link().Replace(text, link => Secret().Replace(link.Value.Split('?')[0], "/…") + (link.Value.Contains('?', StringComparison.Ordinal) ? "?…" : ""));

    [GeneratedRegex(@"https?://\S+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    /// <summary>Ids have four dashes and no more than hexadecimal digits: they are no secret.</summary>
    [GeneratedRegex(@"/(?![0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?:/|$))[\w~.-]{22,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
