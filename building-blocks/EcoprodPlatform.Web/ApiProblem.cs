using EcoprodPlatform.Kernel;
using EcoprodPlatform.Web.Errors;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web;

/// <summary>A refusal told to a program: problem details with a stable code. What all of them carry is added in one place.</summary>
public static class ApiProblem
{
    /// <param name="status">HTTP status.</param>
    /// <param name="code">Stable code, documented.</param>
    /// <param name="title">One line.</param>
    /// <param name="detail">What to do now, in the caller's language.</param>
    /// <param name="errors">The same by field, where fields are concerned.</param>
    /// <param name="faults">More of each, where an endpoint says more.</param>
    public static IResult Of(int status, string code, Text title, string detail, IReadOnlyDictionary<string, string[]>? errors = null, object? faults = null)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = code };
        if (errors is not null)
        {
            extensions["errors"] = errors;
        }

        if (faults is not null)
        {
            extensions["faults"] = faults;
        }

        return Results.Problem(detail, statusCode: status, title: title.ToString(), extensions: extensions);
    }

    internal static void Complete(ProblemDetailsContext context)
    {
        context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        context.ProblemDetails.Extensions["traceId"] = ErrorAnswer.Reference(context.HttpContext);
    }
}
