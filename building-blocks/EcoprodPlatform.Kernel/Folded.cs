using System.Globalization;
using System.Text;

namespace EcoprodPlatform.Kernel;

/// <summary>
/// Text as it is compared and searched: no case, no accents, ligatures written out, invisible characters gone. Done here
/// and stored beside the text, so that no comparison depends on the database's locale (MS-50). Takes any text at all.
/// </summary>
public static class Folded
{
    private const int MostWords = 8;
    private const int MostCharacters = 200;

    /// <summary>A name: signs count, doubled spaces do not. "Studio Œuf" and "studio  OEUF" are the same name.</summary>
    public static string Of(string? text) => Fold(text, null);

    /// <summary>A text in which words are looked for: letters and digits, one space between words.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="signs">The signs that are parts of words; all others part them.</param>
    public static string Words(string? text, string signs = "+&€$£") => Fold(text, signs);

    /// <summary>The words that a query looks for, each once; the first eight of its first 200 characters count.</summary>
    public static string[] WordsOf(string? query, string signs = "+&€$£")
    {
        var text = query is { Length: > MostCharacters } ? query[..MostCharacters] : query;
        return [.. Words(text, signs).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostWords)];
    }

    private static string Fold(string? text, string? signs)
    {
        var folded = new StringBuilder(text?.Length ?? 0);
        var gap = false;
        foreach (var rune in Sound(text ?? "").Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);

            // Accents of the Latin kind only: in other scripts a mark can make another letter (フ, プ).
            if (rune.Value is >= 0x300 and <= 0x36F || category is UnicodeCategory.Format || (signs is null && category is UnicodeCategory.Control))
            {
                continue;
            }

            if (signs is null ? IsSpace(category) : !IsPartOfWord(rune, category, signs))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap)
            {
                folded.Append(' ');
                gap = false;
            }

            folded.Append(rune.Value switch
            {
                'œ' or 'Œ' => "oe",
                'æ' or 'Æ' => "ae",
                'ß' or 'ẞ' => "ss",
                'ø' or 'Ø' => "o",
                'ł' or 'Ł' => "l",
                '’' or 'ʼ' => "'",
                _ => Rune.ToLowerInvariant(rune).ToString(),
            });
        }

        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static bool IsSpace(UnicodeCategory category)
        => category is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsPartOfWord(Rune rune, UnicodeCategory category, string signs)
        => !rune.IsBmp // emoji, and scripts of which no sign is known here
            || (rune.Value != 'ʼ' && Rune.IsLetterOrDigit(rune))
            || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            || signs.Contains((char)rune.Value, StringComparison.Ordinal);

    /// <summary>Half of a surrogate pair and the code points that are no characters cannot be normalised: they become �.</summary>
    private static string Sound(string text)
    {
        if (!text.Any(c => char.IsSurrogate(c) || c is >= '\uFDD0' and <= '\uFDEF' or >= '\uFFFE'))
        {
            return text;
        }

        var sound = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            sound.Append((rune.Value is >= 0xFDD0 and <= 0xFDEF || (rune.Value & 0xFFFE) == 0xFFFE ? Rune.ReplacementChar : rune).ToString());
        }

        return sound.ToString();
    }
}
