using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EcoprodPlatform.Web.Errors;

/// <summary>Writes a <see cref="Problem"/>: problem details for programs, a designed page for people.</summary>
internal static class ErrorAnswer
{
    /// <summary>Under this path everything is for programs.</summary>
    public static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static async Task WriteAsync(HttpContext http, Problem problem)
    {
        if (problem.Wait is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (IsApi(http))
        {
            await WriteDetailsAsync(http, problem);
            return;
        }

        // A failed page may have half initialised the services of its scope; the error page starts from fresh ones.
        var services = http.RequestServices;
        await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await Page.Of(new ErrorPage { Title = problem.Title, Advice = problem.Advice, Reference = problem.Status >= 500 ? Reference(http) : null }, problem.Status)
                .ExecuteAsync(http);
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    /// <summary>What links the page a person saw to the server's log.</summary>
    public static string Reference(HttpContext http) => Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;

    private static Task WriteDetailsAsync(HttpContext http, Problem problem)
    {
        // The sign-in page is for people.
        http.Response.Headers.Location = default;
        var errors = problem.Rules.Count > 1 ? ApiProblem.ByField(problem.Rules)
            : problem.Field is { } field ? new Dictionary<string, string[]> { [field] = [problem.Advice.ToString()] } : null;
        return ApiProblem.Of(problem.Status, problem.Code, problem.Title, problem.Advice.ToString(), errors).ExecuteAsync(http);
    }
}
