using System.Globalization;

namespace EcoprodPlatform.Kernel;

/// <summary>
/// One sentence or label in both languages of the interface, French first. The two stand side by side
/// in the source so that neither can be forgotten (docs/decisions/0008).
/// </summary>
public readonly record struct Text(string Fr, string En)
{
    /// <summary>A word that is the same in both languages: a proper name, an official title.</summary>
    public static Text Same(string word) => new(word, word);

    /// <summary>The wording for <paramref name="culture"/>: English for any English culture, French otherwise.</summary>
    public string In(CultureInfo culture) => Languages.IsEnglish(culture) ? En : Fr;

    /// <summary>The wording in the language of the current request.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);
}
