using System.Globalization;
using System.Text;
using EcoprodPlatform.Kernel;

namespace EcoprodPlatform.Projects;

/// <summary>
/// What a person may write on one line: anything that can be seen (letters of any script, emoji, signs that look like
/// HTML), nothing that cannot be stored or that makes a name read as another.
/// </summary>
internal static class PlainText
{
    /// <summary>What is wrong with <paramref name="text"/>, as the end of a sentence that begins with the field's name; null when nothing is.</summary>
    public static Text? Fault(string text, int max)
    {
        if (!text.EnumerateRunes().Any(IsVisible))
        {
            return new Text("à renseigner", "please fill in");
        }

        if (!IsWellFormed(text) || text.Any(IsRefused))
        {
            return new Text(
                "le texte contient un caractère invisible qui ne peut pas être enregistré ; retapez-le au lieu de le coller",
                "the text holds an invisible character that cannot be saved; type it instead of pasting it");
        }

        return text.Length > max
            ? new Text(
                $"{max.ToString("N0", Languages.French)} caractères au plus, il y en a {text.Length.ToString("N0", Languages.French)}",
                $"at most {max.ToString("N0", Languages.English)} characters, there are {text.Length.ToString("N0", Languages.English)}")
            : null;
    }

    /// <summary>Trimmed, and in the one form in which equal letters are equal; text that cannot be stored is left for <see cref="Fault"/>.</summary>
    public static string Tidy(string? text)
    {
        var trimmed = (text ?? "").Replace('\t', ' ').Trim();
        return IsWellFormed(trimmed) && !trimmed.Any(IsRefused) ? trimmed.Normalize(NormalizationForm.FormC) : trimmed;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsRefused(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or '\uFFFE' or '\uFFFF';

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned);
}
