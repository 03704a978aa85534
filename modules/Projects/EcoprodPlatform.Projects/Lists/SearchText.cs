using System.Globalization;
using System.Text;

namespace EcoprodPlatform.Projects.Lists;

/// <summary>
/// Text as it is compared in searches: lower case, without accents, ligatures or typographic signs, one space between
/// words. Done here and stored beside the text, so that a search does not depend on the database's locale (MS-50).
/// </summary>
internal static class SearchText
{
    public static string Of(string? text)
    {
        var plain = new StringBuilder();
        var gap = false;
        foreach (var c in Wellformed(text ?? "").Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
            {
                continue;
            }

            if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && c is not ('+' or '&' or '€' or '$' or '£'))
            {
                gap = plain.Length > 0;
                continue;
            }

            if (gap)
            {
                plain.Append(' ');
                gap = false;
            }

            _ = char.ToLowerInvariant(c) switch
            {
                'œ' => plain.Append("oe"),
                'æ' => plain.Append("ae"),
                'ß' => plain.Append("ss"),
                'ø' => plain.Append('o'),
                'ł' => plain.Append('l'),
                var other => plain.Append(other),
            };
        }

        return plain.ToString();
    }

    /// <summary>Half of a surrogate pair and U+FFFE cannot be normalised; nobody searches for them.</summary>
    private static string Wellformed(string text)
    {
        if (!text.Any(c => char.IsSurrogate(c) || c >= '\uFFFE'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value is 0xFFFE or 0xFFFF ? " " : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>One LIKE pattern per word of <paramref name="query"/>: all must be found, anywhere, in any order.</summary>
    public static string[] Patterns(string? query)
        => [.. Of(query).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8).Select(word => $"%{word}%")];
}
