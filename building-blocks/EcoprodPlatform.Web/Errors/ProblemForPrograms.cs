using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.Web.Errors;

/// <summary>
/// Writes problem details to whatever the API's caller says it accepts: .NET's own writer stands back from a program that
/// asked for a spreadsheet, and what is then written lacks what all problems carry. A 401 says how to sign in (RFC 9110, RFC 6750).
/// </summary>
internal sealed class ProblemForPrograms : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => ErrorAnswer.IsApi(context.HttpContext);

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        ApiProblem.Complete(context);
        if (context.HttpContext.Response.StatusCode == StatusCodes.Status401Unauthorized)
        {
            context.HttpContext.Response.Headers.WWWAuthenticate = HasRefusedToken(context.HttpContext) ? "Bearer error=\"invalid_token\"" : "Bearer";
        }

        await context.HttpContext.Response.WriteAsJsonAsync(context.ProblemDetails, context.ProblemDetails.GetType(), options: null, "application/problem+json");
    }

    private static bool HasRefusedToken(HttpContext http)
        => http.User.Identity is not { IsAuthenticated: true } && http.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
