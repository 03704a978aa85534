using System.Text.RegularExpressions;

namespace EcoprodPlatform.Accounts.People;

/// <summary>
/// First and last names: any script, one line, at most <see cref="Longest"/> characters, and no address of the web or of a mailbox, which would make an
/// advertisement of the mails that greet by name.
/// </summary>
internal static partial class PersonName
{
    public const int Longest = 100;

    public static readonly Text First = new("Prénom", "First name");

    public static readonly Text Last = new("Nom", "Last name");

    /// <summary>
    /// The name as it is kept. Throws <c>account.name</c> for what is no name, pages have said so before, field by field, and
    /// <c>account.name-is-address</c> for what leads somewhere.
    /// </summary>
    public static string Read(string? name, Text label, string field)
    {
        var text = PlainText.Tidy(name);
        if (PlainText.Fault(text, Longest) is not null || !text.EnumerateRunes().Any(r => Rune.IsLetterOrDigit(r) || Rune.IsSymbol(r) || Rune.IsPunctuation(r)))
        {
            throw new RuleBrokenException(
                "account.name",
                new Text(
                    $"{label.Fr} : à renseigner, {Longest} caractères au plus, sur une ligne.",
                    $"{label.En}: please fill in, at most {Longest} characters, on one line."),
                field: field);
        }

        return !Address().IsMatch(text)
            ? text
            : throw new RuleBrokenException(
                "account.name-is-address",
                new Text(
                    $"{label.Fr} : écrivez un nom, sans adresse de site ni adresse e-mail.",
                    $"{label.En}: write a name, without the address of a site or an e-mail address."),
                field: field);
    }

    /// <summary>What mail programs make a link of. "J.-P." and "Mc.Donald" lead nowhere: a bare host counts with the path, port or question that follows it.</summary>
    [GeneratedRegex(@"http|://|www\.|@|[\p{L}\p{N}-]\.(xn--[a-z0-9-]+|\p{L}{2,})(/|:\d|\?\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
