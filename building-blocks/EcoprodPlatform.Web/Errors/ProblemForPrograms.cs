using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Errors;

/// <summary>
/// Writes problem details to whatever the API's caller says it accepts: .NET's own writer stands back from a program that
/// asked for a spreadsheet, and what is then written lacks what all problems carry.
/// </summary>
internal sealed class ProblemForPrograms : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => ErrorAnswer.IsApi(context.HttpContext);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ApiProblem.Complete(context);
        await context.HttpContext.Response.WriteAsJsonAsync(context.ProblemDetails, context.ProblemDetails.GetType(), options: null, "application/problem+json");
    }
}
