using System.Globalization;
using System.Net.Mail;

namespace EcoprodPlatform.Accounts.People;

/// <summary>E-mail addresses as accounts keep them.</summary>
internal static class MailAddresses
{
    public const int Longest = 254;

    public static readonly Text Label = new("Adresse e-mail", "E-mail address");

    /// <summary>
    /// The address in the form it is kept (host in lower case, and in ASCII as mail servers want it), or null when no mail
    /// could be sent to it.
    /// </summary>
    public static string? Normal(string? typed)
    {
        var text = (typed ?? "").Trim();
        var at = text.LastIndexOf('@');
        if (text.Length > Longest || at <= 0 || at == text.Length - 1 || !PlainText.IsReadable(text) || text.Any(c => char.IsWhiteSpace(c) || c is '"' or '<' or '>' or '(' or ')' or ',' or ';' or ':' or '\\'))
        {
            return null;
        }

        try
        {
            var host = new IdnMapping().GetAscii(text[(at + 1)..]).ToLowerInvariant();
            var normal = $"{text[..at]}@{host}";
            return text[..at].All(char.IsAscii) && !text[..at].Contains('@', StringComparison.Ordinal)
                && Uri.CheckHostName(host) is UriHostNameType.Dns
                && normal.Length <= Longest
                && MailAddress.TryCreate(normal, out var address) && address.Address == normal
                    ? normal
                    : null;
        }
        catch (ArgumentException)
        {
            // Not a host name in any script.
            return null;
        }
    }

    /// <summary>The address as it is kept; throws <c>account.address</c> when no mail could be sent to it.</summary>
    public static string Read(string? typed, string field) => Normal(typed) ?? throw new RuleBrokenException(
        "account.address",
        new Text(
            "Adresse e-mail : écrivez une adresse complète, sans accent avant l’arobase, par exemple camille@exemple.fr.",
            "E-mail address: write a complete address, without accents before the at sign, for example camille@example.org."),
        field: field);
}
