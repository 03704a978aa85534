using EcoprodPlatform.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Web.Endpoints;

/// <summary>Words in addresses: another word is no page (404), not a bad request.</summary>
public static class RouteWords
{
    /// <summary>Lets pages have a <typeparamref name="TWord"/> in their address.</summary>
    public static IServiceCollection AddRouteWord<TWord>(this IServiceCollection services)
        where TWord : struct, IRouteWord<TWord>
        => services.AddRouting(o => o.SetParameterPolicy<Known<TWord>>(TWord.Constraint));

    private sealed class Known<TWord> : IRouteConstraint
        where TWord : struct, IRouteWord<TWord>
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
            => TWord.TryParse(values[routeKey]?.ToString(), null, out var word) && word.ToString() == values[routeKey]?.ToString();
    }
}
