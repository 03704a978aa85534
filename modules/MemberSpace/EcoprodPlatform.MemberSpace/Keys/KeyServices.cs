using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.MemberSpace.Keys;

/// <summary>How keys are read, what they open, and how often (<c>MemberSpace:KeyRequestsPerMinute</c>, 120 unless told, on each host).</summary>
internal static class KeyServices
{
    private const string Limit = "member-space.keys";

    public static void AddKeys(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<SpaceKeys>();
        services.AddSingleton(new BearerKind(SpaceKey.Prefix, KeyAuthentication.SchemeName));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        var policies = services.AddAuthorizationBuilder();
        foreach (var scope in KeyScope.All)
        {
            policies.AddPolicy(scope.Policy, p => p.RequireAuthenticatedUser().RequireAssertion(c => SpaceReader.MayRead(c.User, scope)));
        }

        var perMinute = configuration.GetValue("MemberSpace:KeyRequestsPerMinute", 120);
        services.AddRateLimiter(o => o.AddPolicy(Limit, http => SpaceReader.KeyIn(http.User) is { } key
            ? RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) })
            : RateLimitPartition.GetNoLimiter(Guid.Empty)));
    }

    /// <summary>A key with this scope may read it, so often; whoever has the answer already is told so.</summary>
    public static RouteHandlerBuilder OpenToKeys(this RouteHandlerBuilder endpoint, KeyScope scope) => endpoint
        .WithMetadata(scope)
        .TellsFresh()
        .RequireRateLimiting(Limit)
        .Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status429TooManyRequests);
}
