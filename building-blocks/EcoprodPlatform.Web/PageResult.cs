using System.Globalization;
using System.Text;
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
        var result = new RazorComponentResult(Component, Parameters) { PreventStreamingRendering = true, StatusCode = status };
        var answer = httpContext.Response.Body;
        using var rendered = new MemoryStream();
        httpContext.Response.Body = rendered;
        try
        {
            await result.ExecuteAsync(httpContext);
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
        finally
        {
            httpContext.Response.Body = answer;
        }

        var html = Encoding.UTF8.GetString(rendered.GetBuffer().AsSpan(0, (int)rendered.Length));
        await httpContext.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Typography.SetHtml(html, CultureInfo.CurrentUICulture)), httpContext.RequestAborted);
    }
}
