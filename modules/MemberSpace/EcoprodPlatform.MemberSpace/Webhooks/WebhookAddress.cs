using System.Net;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>
/// An address that a structure wants called. What can be told at once is told here; where a name leads is decided each time a connection is made
/// (<see cref="WebhookClient"/>), because it may lead elsewhere tomorrow.
/// </summary>
internal static class WebhookAddress
{
    public const string Field = "address";

    private const int Longest = 500;

    public static string Of(string? raw, WebhookSettings settings)
    {
        var text = PlainText.Tidy(raw);
        if (text.Length > Longest || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0)
        {
            throw Refused("webhook.address", new(
                "Indiquez une adresse complète, par exemple https://exemple.fr/ecoprod (500 caractères au plus).",
                "Give a whole address, for example https://example.org/ecoprod (at most 500 characters)."));
        }

        if (uri.UserInfo.Length > 0)
        {
            throw Refused("webhook.address-with-password", new(
                "L’adresse ne porte ni nom ni mot de passe : la signature dit déjà que le message vient d’Ecoprod.",
                "The address holds neither name nor password: the signature says already that the message comes from Ecoprod."));
        }

        var isHere = settings.AllowsLoopback && uri.IsLoopback;
        if (uri.Scheme != Uri.UriSchemeHttps && !isHere)
        {
            throw Refused("webhook.needs-https", new("L’adresse doit commencer par https://.", "The address must begin with https://."));
        }

        return isHere || !IsClosed(uri) ? uri.AbsoluteUri : throw Private();
    }

    /// <summary>The same words whatever it is: what our network looks like is not told.</summary>
    public static RuleBrokenException Private() => Refused("webhook.private-address", new(
        "Cette adresse n’est pas sur l’internet public : réseau privé, machine locale ou réservée. Indiquez une adresse que tout le monde peut joindre.",
        "This address is not on the public internet: a private network, a local or reserved machine. Give an address that everybody can reach."));

    /// <summary>Written as a number, or a name that only ever means a machine nearby.</summary>
    private static bool IsClosed(Uri uri)
        => IPAddress.TryParse(uri.DnsSafeHost, out var number) ? !PublicAddress.Holds(number)
            : uri.IsLoopback || !uri.DnsSafeHost.TrimEnd('.').Contains('.', StringComparison.Ordinal)
                || ((string[])[".localhost", ".local", ".internal", ".lan", ".home.arpa"]).Any(end => uri.DnsSafeHost.TrimEnd('.').EndsWith(end, StringComparison.OrdinalIgnoreCase));

    private static RuleBrokenException Refused(string code, Text words) => new(code, words, RuleKind.Invalid, Field);
}
