using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// The check at start-up: every endpoint says who may use it, every form is protected from other sites, and no two
/// have one name. An endpoint that forgets keeps the host from starting.
/// </summary>
public static class EndpointPolicies
{
    /// <summary>Throws, naming each offending endpoint.</summary>
    public static void Verify(EndpointDataSource source) => Verify([source]);

    /// <inheritdoc cref="Verify(EndpointDataSource)"/>
    public static void Verify(IEnumerable<EndpointDataSource> sources)
    {
        var endpoints = sources.SelectMany(s => s.Endpoints).ToList();
        var faults = endpoints.SelectMany(Faults).Distinct(StringComparer.Ordinal).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException("Endpoints without protection:\n" + string.Join('\n', faults));
        }

        // The framework would find it out at the first request.
        if (endpoints.GroupBy(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName).FirstOrDefault(g => g.Key is not null && g.Count() > 1) is { } twice)
        {
            throw new InvalidOperationException($"Two endpoints are called {twice.Key}: the second of a slice gives its operation a name of its own.");
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
            && endpoint.Metadata.GetMetadata<OneClickMetadata>() is null
            && Methods(endpoint).Any(m => !IsSafe(m))
            && endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true })
        {
            yield return $"{name}: changes something without an antiforgery token (use Routes.Form, or an address under /api for programs)";
        }

        if (endpoint.Metadata.GetMetadata<ReadsItselfMetadata>() is not null && endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is null)
        {
            yield return $"{name}: reads a JsonBody and does not say which properties it has (.Accepts<XBody>(\"application/json\"))";
        }
    }

    internal static bool IsSafe(string method)
        => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>An endpoint without declared methods (health checks, OpenAPI) is read; it answers every method alike.</summary>
    private static IReadOnlyList<string> Methods(Endpoint endpoint)
        => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
}
