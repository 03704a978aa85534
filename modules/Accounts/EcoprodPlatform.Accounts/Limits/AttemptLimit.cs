using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// How many attempts at signing in, registering and resetting one network address may make (<c>Accounts:RateLimit:Permits</c>
/// per <c>Accounts:RateLimit:Seconds</c>). Guessing one account's password is stopped by the lockout; this is against trying
/// many accounts.
/// </summary>
internal static class AttemptLimit
{
    private const string Name = "accounts.attempts";

    public static RouteHandlerBuilder LimitAttempts(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(Name);

    public static void AddAttemptLimit(this RateLimiterOptions options, IConfiguration configuration)
        => options.AddPolicy(Name, http => RateLimitPartition.GetFixedWindowLimiter(
            NetworkOf(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = configuration.GetValue("Accounts:RateLimit:Permits", 120),
                Window = TimeSpan.FromSeconds(configuration.GetValue("Accounts:RateLimit:Seconds", 60)),
            }));

    /// <summary>An IPv6 customer owns a /64: its last half says nothing about who it is.</summary>
    private static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily is AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
