using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EcoprodPlatform.Web.Errors;

/// <summary>The one place where exceptions become answers.</summary>
internal sealed class WebExceptionHandler(ILogger<WebExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody is listening any more.
            httpContext.Response.StatusCode = 499;
            return true;
        }

        var problem = Problem.Of(exception, httpContext);
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            logger.LogError(exception, "{Method} {Path} failed; reference {Reference}", httpContext.Request.Method, httpContext.Request.Path, ErrorAnswer.Reference(httpContext));
        }

        await ErrorAnswer.WriteAsync(httpContext, problem);
        return true;
    }
}
