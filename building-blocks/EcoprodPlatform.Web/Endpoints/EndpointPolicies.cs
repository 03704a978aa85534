using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// The check at start-up: every endpoint says who may use it, and every form is protected from other sites. An
/// endpoint that forgets either keeps the host from starting.
/// </summary>
public static class EndpointPolicies
{
    /// <summary>Throws, naming each offending endpoint.</summary>
    public static void Verify(EndpointDataSource source) => Verify([source]);

    /// <inheritdoc cref="Verify(EndpointDataSource)"/>
    public static void Verify(IEnumerable<EndpointDataSource> sources)
    {
        var faults = sources.SelectMany(s => s.Endpoints).SelectMany(Faults).Distinct(StringComparer.Ordinal).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException("Endpoints without protection:\n" + string.Join('\n', faults));
        }
    }

    internal static IEnumerable<string> Faults(Endpoint endpoint)
    {
        var name = (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } pattern
            ? $"{string.Join(',', Methods(endpoint))} {pattern}"
            : endpoint.DisplayName ?? "?";
        if (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
            && endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
        {
            yield return $"{name}: neither a policy nor AllowAnonymous";
        }

        if (endpoint.Metadata.GetMetadata<ApiMetadata>() is null
            && Methods(endpoint).Any(m => !IsSafe(m))
            && endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
        {
            yield return $"{name}: changes something without an antiforgery token (use Routes.Form, or an address under /api for programs)";
        }
    }

    internal static bool IsSafe(string method)
        => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>An endpoint without declared methods (health checks, OpenAPI) is read; it answers every method alike.</summary>
    private static IReadOnlyList<string> Methods(Endpoint endpoint)
        => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
