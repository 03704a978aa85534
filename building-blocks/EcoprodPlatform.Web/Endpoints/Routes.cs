using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Fields;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>
/// Where a slice puts its pages, forms and API endpoints. All are for signed-in people unless said otherwise, so that none can
/// forget to say who may use it. A page's address is written once, as the method that links to it (<see cref="LinkPattern"/>).
/// </summary>
public sealed class Routes
{
    private readonly IEndpointRouteBuilder _endpoints;
    private readonly string? _policy;

    public Routes(IEndpointRouteBuilder endpoints)
        : this(endpoints, Policies.SignedIn)
    {
    }

    private Routes(IEndpointRouteBuilder endpoints, string? policy)
    {
        _endpoints = endpoints;
        _policy = policy;
    }

    /// <summary>The same for anybody, signed in or not.</summary>
    public Routes Public => new(_endpoints, null);

    /// <summary>The same for Ecoprod's team only.</summary>
    public Routes Staff => new(_endpoints, Policies.Staff);

    /// <summary>The same for whom a policy of the module's own lets in.</summary>
    public Routes Under(string policy) => new(_endpoints, policy);

    /// <summary>A page or a download.</summary>
    /// <param name="link">The method that links to it: its parameters are the handler's, by name.</param>
    /// <param name="handler">Answers a page.</param>
    public RouteHandlerBuilder Page(Delegate link, Delegate handler) => Page(LinkPattern.Of(link), handler);

    /// <summary>The same at a fixed address.</summary>
    public RouteHandlerBuilder Page([StringSyntax("Route")] string address, Delegate handler) => Guard(_endpoints.MapPage(address, handler));

    /// <summary>A form's target, which takes a <see cref="Forms.PageForm"/>.</summary>
    public RouteHandlerBuilder Form(Delegate link, Delegate handler) => Form(LinkPattern.Of(link), handler);

    /// <summary>The same at a fixed address.</summary>
    public RouteHandlerBuilder Form([StringSyntax("Route")] string address, Delegate handler) => Guard(_endpoints.MapForm(address, handler));

    /// <summary>What a mail program posts for its reader: the key in the address is all it brings (<see cref="EndpointMapping.MapOneClick"/>).</summary>
    public RouteHandlerBuilder OneClick(Delegate link, Delegate handler) => Guard(_endpoints.MapOneClick(LinkPattern.Of(link), handler));

    /// <summary>A reading endpoint under <c>/api</c>. It answers with the handler's value.</summary>
    /// <param name="address">From the root (<c>/api/projects/{id:guid}</c>).</param>
    /// <param name="handler">Takes <see cref="Asked"/>.</param>
    /// <param name="operation">Its name in the API's document; the slice's where it is not given.</param>
    public RouteHandlerBuilder Get([StringSyntax("Route")] string address, Delegate handler, string? operation = null) => Api(HttpMethods.Get, address, handler, operation);

    /// <inheritdoc cref="Get"/>
    public RouteHandlerBuilder Post([StringSyntax("Route")] string address, Delegate handler, string? operation = null) => Api(HttpMethods.Post, address, handler, operation);

    /// <inheritdoc cref="Get"/>
    public RouteHandlerBuilder Put([StringSyntax("Route")] string address, Delegate handler, string? operation = null) => Api(HttpMethods.Put, address, handler, operation);

    /// <inheritdoc cref="Get"/>
    public RouteHandlerBuilder Delete([StringSyntax("Route")] string address, Delegate handler, string? operation = null) => Api(HttpMethods.Delete, address, handler, operation);

    private RouteHandlerBuilder Api(string method, string address, Delegate handler, string? operation)
    {
        var endpoint = Guard(_endpoints.MapApi(method, address, handler))
            .WithName(operation ?? SliceOf(handler))
            .WithTags(TagOf(address));
        if (HttpMethods.IsGet(method))
        {
            endpoint.AddEndpointFilter(Freshness.AnswerAsync);
        }

        if (handler.Method.GetParameters().Any(p => p.ParameterType == typeof(JsonBody)))
        {
            endpoint.WithMetadata(new ReadsItselfMetadata());
        }

        foreach (var status in Problems(method, address, handler))
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }

    private RouteHandlerBuilder Guard(RouteHandlerBuilder endpoint) => _policy is null ? endpoint.AllowAnonymous() : endpoint.RequireAuthorization(_policy);

    /// <summary>What an endpoint may refuse with, told once for all of them.</summary>
    private IEnumerable<int> Problems(string method, string address, Delegate handler)
    {
        if (_policy is not null)
        {
            yield return StatusCodes.Status401Unauthorized;
        }

        if (address.Contains('{', StringComparison.Ordinal))
        {
            yield return StatusCodes.Status404NotFound;
        }

        if (EndpointPolicies.IsSafe(method))
        {
            // A policy of a module's own refuses some of those that it knows.
            if (_policy is not (null or Policies.SignedIn or Policies.Staff))
            {
                yield return StatusCodes.Status403Forbidden;
            }

            // Filters and orders that are not on offer.
            if (handler.Method.GetParameters().Any(p => IsQuery(p, address)))
            {
                yield return StatusCodes.Status422UnprocessableEntity;
            }

            yield break;
        }

        foreach (var status in (int[])[StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status422UnprocessableEntity])
        {
            yield return status;
        }

        if (handler.Method.GetParameters().Any(p => p.ParameterType == typeof(SeenVersion)))
        {
            yield return StatusCodes.Status428PreconditionRequired;
        }
    }

    private static bool IsQuery(ParameterInfo parameter, string address)
        => parameter.IsDefined(typeof(AsParametersAttribute))
            || ((parameter.ParameterType.Namespace == "System" || parameter.ParameterType.IsAssignableTo(typeof(IId))) && !address.Contains($"{{{parameter.Name}", StringComparison.Ordinal));

    /// <summary>The type that the handler stands in: of a lambda, the one it is written in.</summary>
    private static string SliceOf(Delegate handler)
    {
        var type = handler.Method.DeclaringType!;
        while (type is { DeclaringType: { } outer } && type.Name.Contains('<', StringComparison.Ordinal))
        {
            type = outer;
        }

        return type.Name;
    }

    /// <summary>The chapter of the API's document: the resource's name (<c>/api/member-spaces/…</c>: "Member spaces").</summary>
    private static string TagOf(string address)
    {
        var name = address.Split('/')[2].Replace('-', ' ');
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
