using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EcoprodPlatform.MemberSpace;

/// <summary>What the module's API endpoints have in common.</summary>
internal static class ApiConventions
{
    /// <summary>The problems that a change can answer with, for the API's document.</summary>
    public static RouteHandlerBuilder ProducesRuleProblems(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
}
