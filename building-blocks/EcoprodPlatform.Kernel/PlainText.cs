using System.Globalization;
using System.Text;

namespace EcoprodPlatform.Kernel;

/// <summary>
/// What a person may write: anything that can be seen (letters of any script, emoji, signs that look like HTML), nothing
/// that cannot be stored or that makes a name read as another. The one verdict of pages, API and domain.
/// </summary>
public static class PlainText
{
    private static readonly Text Missing = new("à renseigner", "please fill in");

    private static readonly Text Unreadable = new(
        "le texte contient un caractère invisible qui ne peut pas être enregistré ; retapez-le au lieu de le coller",
        "the text holds an invisible character that cannot be saved; type it instead of pasting it");

    /// <summary>What is wrong with <paramref name="text"/>, as the end of a sentence that begins with the field's name; null when nothing is.</summary>
    /// <param name="text">A tidy text.</param>
    /// <param name="max">Most UTF-16 characters.</param>
    /// <param name="lines">Whether it may hold several lines.</param>
    public static Text? Fault(string text, int max, bool lines = false) => IsEmpty(text) ? Missing
        : !IsReadable(text, lines) ? Unreadable
        : text.Length > max
            ? new Text(
                $"{max.ToString("N0", Languages.French)} caractères au plus, il y en a {text.Length.ToString("N0", Languages.French)}",
                $"at most {max.ToString("N0", Languages.English)} characters, there are {text.Length.ToString("N0", Languages.English)}")
            : null;

    /// <summary>Trimmed, and in the one form in which equal letters are equal; text that cannot be stored is left for <see cref="Fault"/>.</summary>
    public static string Tidy(string? text, bool lines = false)
    {
        var trimmed = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\t', ' ').Trim();
        return IsReadable(trimmed, lines) ? trimmed.Normalize(NormalizationForm.FormC) : trimmed;
    }

    /// <summary>True when nothing of it can be seen.</summary>
    public static bool IsEmpty(string text) => !text.EnumerateRunes().Any(IsVisible);

    /// <summary>False for control characters, what is left of a letter that was lost (U+FFFD), halves of surrogate pairs, and the direction overrides and isolates that make a name read as another.</summary>
    public static bool IsReadable(string text, bool lines = false)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if ((char.IsControl(c) && !(lines && c == '\n')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or >= '\uFFFD')
            {
                return false;
            }

            if (char.IsSurrogate(c) && !(char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A mark needs a letter to stand on, and some letters and signs are blank by design: the Hangul fillers, the empty Braille cell.</summary>
    private static bool IsVisible(Rune rune) => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800) && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
