using System.Globalization;
using System.Text;

namespace EcoprodPlatform.Footprint.Factors;

/// <summary>Text as it is searched: lower case, without accents, ligatures, apostrophes and punctuation.</summary>
internal static class SearchText
{
    private const int MostWords = 8;
    private const int MostCharacters = 200;

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            switch (c)
            {
                case 'œ' or 'Œ':
                    folded.Append("oe");
                    break;
                case 'æ' or 'Æ':
                    folded.Append("ae");
                    break;
                case >= '₀' and <= '₉':
                    folded.Append((char)('0' + (c - '₀')));
                    break;
                default:
                    if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                    {
                        folded.Append(char.IsLetterOrDigit(c) || c is '€' or '%' ? char.ToLowerInvariant(c) : ' ');
                    }

                    break;
            }
        }

        return string.Join(' ', folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The words looked for, folded; the first eight count.</summary>
    public static string[] Words(string? query)
    {
        var text = query is { Length: > MostCharacters } ? query[..MostCharacters] : query ?? "";
        // Half a character pair cannot be normalised: it becomes a sign that no name holds.
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return [.. Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostWords)];
    }
}
