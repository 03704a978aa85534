using EcoprodPlatform.Web.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcoprodPlatform.Web;

/// <summary>A component rendered as a document. The shell is collected first, so that a failure there still has its own status.</summary>
internal sealed class PageResult(Type component, object? parameters, int status) : IResult, IStatusCodeHttpResult
{
    public Type Component => component;

    public object? Parameters => parameters;

    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await ShellState.CollectAsync(httpContext, tolerant: status >= StatusCodes.Status500InternalServerError);
        var result = parameters is null
            ? new RazorComponentResult(component)
            : new RazorComponentResult(component, parameters);
        result.PreventStreamingRendering = true;
        result.StatusCode = status;
        await result.ExecuteAsync(httpContext);
    }
}
