using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Web;

/// <summary>What a page endpoint answers with: a component in the site's layout, or a redirect with a message.</summary>
public static class Page
{
    /// <summary>Renders a component as a full HTML document, in the layout it declares.</summary>
    /// <param name="page">The component with its parameters set; those it cannot do without are <c>required</c>.</param>
    /// <param name="status">HTTP status; use <c>form.Status</c> when a form is shown again with its errors.</param>
    public static IResult Of(IComponent page, int status = StatusCodes.Status200OK) => new PageResult(page, status);

    /// <summary>A page that takes no parameter.</summary>
    public static IResult Of<TComponent>()
        where TComponent : IComponent, new() => new PageResult(new TComponent(), StatusCodes.Status200OK);

    /// <summary>After a successful POST: 303 to the page to read next, which shows the message once.</summary>
    public static IResult Redirect(string url, Flash? flash = null) => new SeeOther(url, flash);

    private sealed class SeeOther(string url, Flash? flash) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status303SeeOther;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (flash is not null)
            {
                httpContext.RequestServices.GetRequiredService<FlashCookie>().Write(httpContext, flash);
            }

            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Urls.InHeader(url);
            return Task.CompletedTask;
        }
    }
}
