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

    /// <summary>422 with every broken rule under its field; null when there is none.</summary>
    public static IResult? Of(IReadOnlyList<RuleBrokenException> faults) => faults.Count == 0 ? null : Of(
        StatusCodes.Status422UnprocessableEntity,
        faults[0].Code,
        new Text("Cette demande ne peut pas être acceptée", "This request cannot be accepted"),
        string.Join(' ', faults.Select(f => f.Text.ToString())),
        ByField(faults));

    internal static Dictionary<string, string[]> ByField(IEnumerable<RuleBrokenException> faults)
        => faults.GroupBy(f => f.Field ?? "").ToDictionary(g => g.Key, g => g.Select(f => f.Text.ToString()).ToArray(), StringComparer.Ordinal);

    internal static void Complete(ProblemDetailsContext context)
    {
        context.ProblemDetails.Instance ??= context.HttpContext.Request.Path;
        context.ProblemDetails.Extensions["traceId"] = ErrorAnswer.Reference(context.HttpContext);
    }
}
