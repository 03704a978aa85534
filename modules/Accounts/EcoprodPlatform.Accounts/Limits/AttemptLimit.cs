using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// How many attempts at signing in, registering and resetting one network address may make (<c>Accounts:RateLimit:Permits</c>
/// per <c>Accounts:RateLimit:Seconds</c>). Guessing one account's password is slowed by <see cref="SignInAttempts"/>; this is against
/// trying many accounts.
/// </summary>
internal static class AttemptLimit
{
    private const string Name = "accounts.attempts";

    public static RouteHandlerBuilder LimitAttempts(this RouteHandlerBuilder endpoint) => endpoint.RequireRateLimiting(Name);

    public static void AddAttemptLimit(this RateLimiterOptions options, IConfiguration configuration)
        => options.AddPolicy(Name, http => RateLimitPartition.GetFixedWindowLimiter(
            Network.Customer(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = configuration.GetValue("Accounts:RateLimit:Permits", 120),
                Window = TimeSpan.FromSeconds(configuration.GetValue("Accounts:RateLimit:Seconds", 60)),
            }));
}
