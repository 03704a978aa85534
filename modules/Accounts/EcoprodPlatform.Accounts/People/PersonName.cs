namespace EcoprodPlatform.Accounts.People;

/// <summary>First and last names: any script, one line, at most <see cref="Longest"/> characters.</summary>
internal static class PersonName
{
    public const int Longest = 100;

    public static readonly Text First = new("Prénom", "First name");

    public static readonly Text Last = new("Nom", "Last name");

    /// <summary>The name as it is kept. Throws <c>account.name</c> for what is no name; pages have said so before, field by field.</summary>
    public static string Read(string? name, Text label, string field)
    {
        var text = PlainText.Tidy(name);
        return PlainText.Fault(text, Longest) is null && text.EnumerateRunes().Any(r => Rune.IsLetterOrDigit(r) || Rune.IsSymbol(r) || Rune.IsPunctuation(r))
                ? text
                : throw new RuleBrokenException(
                    "account.name",
                    new Text(
                        $"{label.Fr} : à renseigner, {Longest} caractères au plus, sur une ligne.",
                        $"{label.En}: please fill in, at most {Longest} characters, on one line."),
                    field: field);
    }
}
