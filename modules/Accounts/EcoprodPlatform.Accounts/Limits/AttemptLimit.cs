using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Accounts.Limits;

/// <summary>
/// How many attempts at signing in, registering and resetting one network address may make (<c>Accounts:RateLimit:Permits</c>
/// per <c>Accounts:RateLimit:Seconds</c>). A filter of the endpoints themselves, so that it holds wherever they are mapped.
/// Guessing one account's password is stopped by the lockout; this is against trying many accounts.
/// </summary>
internal sealed class AttemptLimit(IConfiguration configuration) : IDisposable
{
    private readonly TimeSpan window = TimeSpan.FromSeconds(configuration.GetValue("Accounts:RateLimit:Seconds", 60));

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetFixedWindowLimiter(
        NetworkOf(http.Connection.RemoteIpAddress),
        _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = configuration.GetValue("Accounts:RateLimit:Permits", 120),
            Window = TimeSpan.FromSeconds(configuration.GetValue("Accounts:RateLimit:Seconds", 60)),
        }));

    public async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = limiter.AttemptAcquire(context.HttpContext);
        if (lease.IsAcquired)
        {
            return await next(context);
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : window;
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    }

    public void Dispose() => limiter.Dispose();

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

/// <summary>How endpoints ask for the limit.</summary>
internal static class AttemptLimitEndpoints
{
    public static RouteHandlerBuilder LimitAttempts(this RouteHandlerBuilder endpoint)
        => endpoint.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<AttemptLimit>().FilterAsync(context, next));
}
