using System.Net;
using System.Net.Sockets;

namespace EcoprodPlatform.MemberSpace.Webhooks;

/// <summary>
/// Which addresses of the network a structure may have us call: those of the public internet. Everything else is ours or nobody's: the host itself,
/// private networks, a cloud's description of its machines (169.254.169.254), and IPv6 that hides one of them.
/// </summary>
internal static class PublicAddress
{
    // IANA, IPv4 and IPv6 Special-Purpose Address Registries: what is not "globally reachable", with multicast.
    private static readonly IPNetwork[] Closed =
    [
        .. ((string[])[
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ]).Select(IPNetwork.Parse),
    ];

    /// <summary>All of IPv6 that is given out to the public so far.</summary>
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    public static bool Holds(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || Global.Contains(plain)) && !Closed.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain));
    }
}
