using EcoprodPlatform.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EcoprodPlatform.Web;

/// <summary>
/// A component rendered as a document. The renderer makes its own: what is given only carries the parameters, checked by the
/// compiler. The shell is collected first, so that a failure there still has its own status.
/// </summary>
internal sealed class PageResult(IComponent page, int status) : IResult, IStatusCodeHttpResult
{
    public Type Component => page.GetType();

    public IReadOnlyDictionary<string, object?> Parameters { get; } = ComponentParameters.Of(page);

    public int? StatusCode => status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await ShellState.CollectAsync(httpContext, tolerant: status >= StatusCodes.Status500InternalServerError);
        await new RazorComponentResult(Component, Parameters) { PreventStreamingRendering = true, StatusCode = status }.ExecuteAsync(httpContext);
    }
}
