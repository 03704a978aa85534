using System.Globalization;
using System.Text;

namespace EcoprodPlatform.Documents;

/// <summary>The name a file is kept and handed out under.</summary>
internal static class DocumentName
{
    /// <summary>UTF-16 characters, the extension included.</summary>
    public const int Longest = 150;

    private const string NotInNames = "<>:\"|?*";

    /// <summary>The last part of a path without what cannot be seen, turns the direction of reading or is not allowed in a file's name somewhere.</summary>
    public static string Clean(string? written)
    {
        var name = new StringBuilder();
        foreach (var rune in (written ?? "")[(1 + (written ?? "").AsSpan().LastIndexOfAny('/', '\\'))..].EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                name.Append(' ');
            }
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned) && rune != Rune.ReplacementChar)
            {
                name.Append(rune.IsBmp && NotInNames.Contains((char)rune.Value, StringComparison.Ordinal) ? "-" : rune.ToString());
            }
        }

        return name.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
    }

    /// <summary>The end of a clean name that looks like an extension ("facture.PDF": ".PDF"); "" when nothing does.</summary>
    public static string ExtensionOf(string name)
    {
        var at = name.LastIndexOf('.');
        return at > 0 && name.Length - at is > 1 and <= 6 && name[(at + 1)..].All(char.IsAsciiLetterOrDigit) ? name[at..] : "";
    }

    /// <summary>A clean name with an extension of this kind, cut in its middle where it is too long.</summary>
    public static string Fit(string name, DocumentKind kind)
    {
        var written = ExtensionOf(name);
        var extension = kind.Has(written) ? written.ToLowerInvariant() : kind.Extensions[0];
        // The extension of another kind goes; "devis v1.2" has none.
        var stem = written.Length > 0 && DocumentKind.All.Any(k => k.Has(written)) ? name[..^written.Length].TrimEnd(' ', '.') : name;
        if (stem.Length + extension.Length > Longest)
        {
            var cut = Longest - extension.Length;
            stem = stem[..(char.IsHighSurrogate(stem[cut - 1]) ? cut - 1 : cut)].TrimEnd(' ', '.');
        }

        return (stem.Length == 0 ? "document" : stem) + extension;
    }
}
