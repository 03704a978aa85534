using System.Globalization;
using System.Text;

namespace EcoprodPlatform.MemberSpace;

/// <summary>
/// The form in which names are compared and searched: no case, no accents, no doubled spaces, ligatures written out,
/// invisible characters gone. "Studio Œuf" and "studio  OEUF" are the same name.
/// </summary>
internal static class Folded
{
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            // Accents of the Latin kind only: in other scripts a mark can make another letter (フ, プ).
            if (rune.Value is >= 0x300 and <= 0x36F)
            {
                continue;
            }

            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Format or UnicodeCategory.Control:
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    if (folded.Length > 0 && folded[^1] != ' ')
                    {
                        folded.Append(' ');
                    }

                    break;
                default:
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
                    break;
            }
        }

        return folded.ToString().TrimEnd().Normalize(NormalizationForm.FormKC);
    }
}
