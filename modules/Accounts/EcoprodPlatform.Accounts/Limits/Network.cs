using System.Net;
using System.Net.Sockets;

namespace EcoprodPlatform.Accounts.Limits;

/// <summary>Where a request comes from, as limits count it.</summary>
internal static class Network
{
    /// <summary>What one customer can easily have of addresses counts as one: a /24, and of IPv6 a /48. In hexadecimal; empty where there is no address.</summary>
    public static string Of(IPAddress? address) => First(address, v4: 3, v6: 6);

    /// <summary>One customer: an address, and of IPv6 a /64, whose last half says nothing about who it is.</summary>
    public static string Customer(IPAddress? address) => First(address, v4: 4, v6: 8);

    private static string First(IPAddress? address, int v4, int v6)
    {
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, address.AddressFamily is AddressFamily.InterNetworkV6 ? v6 : v4));
    }
}
